package io.rubato.server.internal.rules;

import io.rubato.server.config.ConfigException;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.config.RuleSettings;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.internal.life.Life;
import io.rubato.server.internal.metrics.PrometheusText;
import io.rubato.server.internal.metrics.Registry;
import io.rubato.storage.loop.Loop;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All rules at work. Groups run side by side; a file that changes is read again, and if it is wrong, the rules stay as
/// they were. Safe for concurrent use; closed by whoever made it, before the store.
public final class Rules implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Rules.class);
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final RuleSettings settings;
    private final QuerySettings queries;
    private final boolean haveTenants;
    private final Life life;
    private final Registry registry;
    private final RuleClock clock;
    private final Supplier<String> page;
    private final List<RuleGroup> first;
    private final List<Alertmanager> alertmanagers = new CopyOnWriteArrayList<>();
    private @Nullable HttpClient client;
    private final Loop watch = new Loop("rule-files", this::awaitLook, this::reload);
    private RuleFiles files;
    private boolean closed;
    private volatile List<GroupRun> groups = List.of();
    private volatile String fault = "";

    /// Reads the rule files; nothing is evaluated before [#start].
    ///
    /// @param page where the web page is, once that is known
    /// @throws ConfigException naming the first thing that is wrong with them
    public Rules(ServerConfig config, Life life, Registry registry, RuleClock clock, Supplier<String> page)
            throws ConfigException {
        this.settings = config.rules();
        this.queries = config.query();
        this.haveTenants = config.tenants().enabled();
        this.life = life;
        this.registry = registry;
        this.clock = clock;
        this.page = page;
        this.files = RuleFiles.read(settings.files());
        this.first = checked(files);
    }

    private List<RuleGroup> checked(RuleFiles read) throws ConfigException {
        List<RuleGroup> found = read.groups(settings);
        for (RuleGroup group : found) {
            if (group.tenants().isEmpty() == haveTenants) {
                throw new ConfigException(group.file() + ": group '" + group.name() + "': source_tenants is "
                        + (haveTenants
                                ? "missing, expected the tenants whose spans count"
                                : "given, expected none while multitenancy_enabled is off"));
            }
        }
        return found;
    }

    /// Begins to evaluate, once the store is open. Does nothing without rule files.
    public synchronized void start() {
        if (closed || settings.files().isEmpty()) {
            return;
        }
        if (!settings.alertmanagers().isEmpty()) {
            HttpClient made = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(settings.notificationTimeout())
                    .build();
            client = made;
            settings.alertmanagers()
                    .forEach(url -> alertmanagers.add(
                            new Alertmanager(url, settings.notificationTimeout(), made, clock, registry)));
        }
        run(first);
        registry.loops().start(watch);
    }

    /// Groups that are as before go on; of others, the rules that are as before take their alerts along.
    private void run(List<RuleGroup> wanted) {
        Map<String, GroupRun> before = new HashMap<>();
        groups.forEach(group -> before.put(group.group().id(), group));
        List<GroupRun> now = new ArrayList<>();
        for (RuleGroup group : wanted) {
            GroupRun known = before.remove(group.id());
            if (known != null && known.group().equals(group)) {
                now.add(known);
                continue;
            }
            if (known != null) {
                known.close();
            }
            GroupRun run = new GroupRun(
                    group, known, new Evaluator(life, group.tenants(), queries), clock, registry, this::tell);
            run.start();
            now.add(run);
        }
        before.values().forEach(GroupRun::close);
        groups = List.copyOf(now);
    }

    private void tell(GroupRun run, Instant time) {
        RuleGroup group = run.group();
        Duration least = settings.resendDelay();
        Duration between = group.interval().compareTo(least) > 0 ? group.interval() : least;
        for (RuleRun rule : run.rules()) {
            Alerts alerts = rule.alerts();
            RuleRun.Outcome outcome = rule.outcome();
            if (alerts != null && outcome != null && outcome.error().isEmpty()) {
                List<Notification> news = alerts.due(
                        time, least, between.multipliedBy(4), link(rule.rule().query()));
                alertmanagers.forEach(each -> each.tell(news));
            }
        }
    }

    private String link(RuleQuery query) {
        String base = settings.externalUrl().isEmpty() ? page.get() : settings.externalUrl();
        return base + "/?q=" + URLEncoder.encode(query.text(), StandardCharsets.UTF_8);
    }

    private boolean awaitLook() throws InterruptedException {
        Instant next = clock.now().plus(LOOK);
        while (clock.now().isBefore(next)) {
            clock.await(next);
        }
        return true;
    }

    private synchronized void reload() {
        RuleFiles now = RuleFiles.read(settings.files());
        if (closed || now.equals(files)) {
            return;
        }
        files = now;
        try {
            List<RuleGroup> wanted = checked(now);
            run(wanted);
            fault = "";
            log.atInfo().addKeyValue("groups", wanted.size()).log("rules were read again");
        } catch (ConfigException e) {
            fault = String.valueOf(e.getMessage());
            log.warn("rules stay as they were: {}", fault);
        }
    }

    /// The state of all rules and alerts, in the form of Prometheus' `/api/v1/rules`.
    ///
    /// @param visible whether what is found out about some tenants is shown
    public byte[] json(Predicate<String> visible) {
        return RulesJson.bytes(
                groups.stream()
                        .filter(run -> visible.test(run.group().tenants()))
                        .toList(),
                fault);
    }

    /// Writes how rules fare.
    public void figures(PrometheusText text) {
        if (settings.files().isEmpty()) {
            return;
        }
        text.single(
                "rubato_rules_last_reload_successful",
                "gauge",
                "Whether the rule files as they are now are in force.",
                fault.isEmpty() ? 1L : 0L);
        RuleFigures.health(groups, text);
        if (!alertmanagers.isEmpty()) {
            text.family("rubato_alerts_waiting", "gauge", "Alerts that an Alertmanager is still to be told of.");
            alertmanagers.forEach(each -> text.sample("rubato_alerts_waiting", each.labels(), each.waiting()));
        }
    }

    /// Writes what rules record, and their alerts.
    ///
    /// @param visible whether that of some tenants is shown
    public void series(Predicate<String> visible, PrometheusText text) {
        if (!settings.files().isEmpty()) {
            RuleFigures.series(
                    groups.stream()
                            .filter(run -> visible.test(run.group().tenants()))
                            .toList(),
                    text);
        }
    }

    @Override
    public void close() {
        List<GroupRun> running;
        synchronized (this) {
            closed = true;
            running = groups;
            watch.cancel();
            registry.loops().forget(watch);
        }
        running.forEach(GroupRun::cancel);
        running.forEach(GroupRun::close);
        alertmanagers.forEach(Alertmanager::close);
        if (client != null) {
            client.shutdownNow();
        }
    }
}
