package io.rubato.server.internal.rules;

import io.rubato.server.config.ConfigException;
import io.rubato.server.config.RuleSettings;
import io.rubato.server.internal.config.YamlDocument;
import io.rubato.server.internal.tenant.TenantException;
import io.rubato.server.internal.tenant.TenantNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads the groups of one rule file. The form is Prometheus', with `window` added.
/// Source: <https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/>
final class RuleReader {
    private static final List<String> GROUP =
            List.of("name", "source_tenants", "interval", "window", "query_offset", "limit", "labels", "rules");
    private static final List<String> RECORDING = List.of("record", "expr", "window", "labels");
    private static final List<String> ALERTING =
            List.of("alert", "expr", "window", "for", "keep_firing_for", "labels", "annotations");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    /// Labels that every alert has.
    private static final List<String> OURS = List.of("alertname", "alertstate");

    /// Names that `/metrics` has without rules.
    private static final Pattern TAKEN = Pattern.compile("(rubato_|jvm_|process_|traces_|ALERTS).*");

    private final Path file;
    private final YamlDocument document;
    private final RuleSettings settings;

    private RuleReader(Path file, YamlDocument document, RuleSettings settings) {
        this.file = file;
        this.document = document;
        this.settings = settings;
    }

    /// @throws ConfigException at the first thing that is wrong
    static List<RuleGroup> read(Path file, String text, RuleSettings settings) throws ConfigException {
        YamlDocument document = YamlDocument.parse(text, file.toString());
        return new RuleReader(file, document, settings).groups();
    }

    private List<RuleGroup> groups() throws ConfigException {
        List<RuleGroup> groups = new ArrayList<>();
        if (document.root().isEmpty()) {
            return groups;
        }
        Section root = new Section(document, "", document.root().get()).only(List.of("groups"));
        Set<String> names = new HashSet<>();
        int index = 0;
        for (Node node : root.list("groups", "a list of groups")) {
            Section section = new Section(document, "groups[" + index++ + "]", node).only(GROUP);
            RuleGroup group = group(section, "groups[" + (index - 1) + "].rules");
            if (!names.add(group.name())) {
                throw section.error("name", "is '" + group.name() + "', as of a group above, expected another");
            }
            groups.add(group);
        }
        return groups;
    }

    private RuleGroup group(Section section, String path) throws ConfigException {
        String name = section.text("name", "the name of the group");
        Duration interval = section.duration("interval", SECOND, settings.evaluationInterval());
        Duration window = section.duration("window", SECOND, interval);
        Optional<Section> _ = named(section, "labels");
        List<Rule> rules = new ArrayList<>();
        for (Node node : section.list("rules", "a list of rules")) {
            rules.add(rule(new Section(document, path + "[" + rules.size() + "]", node), section, window));
        }
        return new RuleGroup(
                file,
                name,
                tenants(section),
                interval,
                section.duration("query_offset", Duration.ZERO, settings.queryOffset()),
                section.count("limit"),
                rules);
    }

    /// As in Mimir's rule files.
    private static String tenants(Section group) throws ConfigException {
        String tenants = String.join("|", group.texts("source_tenants"));
        try {
            return tenants.isEmpty() ? "" : String.join("|", TenantNames.several(tenants));
        } catch (TenantException e) {
            throw group.error("source_tenants", e.text());
        }
    }

    private static Rule rule(Section rule, Section group, Duration usual) throws ConfigException {
        if (rule.has("record") == rule.has("alert")) {
            throw rule.error(
                    rule.has("record") ? "record" : "alert",
                    rule.has("record") ? "beside alert" : "missing",
                    "either record or alert");
        }
        boolean records = rule.has("record");
        rule.only(records ? RECORDING : ALERTING);
        RuleQuery query = query(rule);
        Duration window = rule.duration("window", SECOND, usual);
        SortedMap<String, Template> labels = new TreeMap<>();
        labels.putAll(templates(group, "labels", !records, query));
        labels.putAll(templates(rule, "labels", !records, query));
        if (records) {
            SortedMap<String, String> plain = new TreeMap<>();
            labels.forEach((name, template) -> plain.put(name, template.text()));
            return new Rule.Recording(metric(rule), query, window, plain);
        }
        if (!query.hasCondition()) {
            throw rule.error("expr", "has no condition, expected a comparison at its end, such as | rate() > 5");
        }
        return new Rule.Alerting(
                rule.text("alert", "the name of the alert"),
                query,
                window,
                rule.duration("for", Duration.ZERO, Duration.ZERO),
                rule.duration("keep_firing_for", Duration.ZERO, Duration.ZERO),
                labels,
                templates(rule, "annotations", true, query));
    }

    private static String metric(Section rule) throws ConfigException {
        String name = rule.text("record", "the name of the series");
        if (!METRIC.matcher(name).matches() || TAKEN.matcher(name).matches()) {
            throw rule.error(
                    "record",
                    "'" + name + "'",
                    "a name of letters, digits, _ and : that does not begin with rubato_, jvm_, process_, traces_ or ALERTS");
        }
        return name;
    }

    private static RuleQuery query(Section rule) throws ConfigException {
        String text = rule.text("expr", "a TraceQL metrics query");
        try {
            RuleQuery query = RuleQuery.parse(text);
            Optional<Set<String>> _ = query.labelNames();
            return query;
        } catch (RuleException e) {
            throw rule.error("expr", String.valueOf(e.getMessage()));
        }
    }

    private static SortedMap<String, Template> templates(
            Section section, String key, boolean templated, RuleQuery query) throws ConfigException {
        SortedMap<String, Template> templates = new TreeMap<>();
        Optional<Section> found = named(section, key);
        if (found.isPresent()) {
            for (String name : found.get().values().keySet()) {
                String text = found.get().find(name, "text").orElse("");
                templates.put(name, template(found.get(), name, text, templated, query));
            }
        }
        return templates;
    }

    /// Labels or annotations whose names are checked.
    private static Optional<Section> named(Section section, String key) throws ConfigException {
        Optional<Section> found = section.section(key);
        if (found.isPresent()) {
            for (String name : found.get().values().keySet()) {
                if (!LabelNames.isValid(name) || (key.equals("labels") && OURS.contains(name))) {
                    throw found.get()
                            .error(
                                    name,
                                    "no name that can be given",
                                    "letters, digits and _, neither __ nor a digit first, and in labels not "
                                            + String.join(" or ", OURS));
                }
            }
        }
        return found;
    }

    private static Template template(Section section, String name, String text, boolean templated, RuleQuery query)
            throws ConfigException {
        try {
            Template template = Template.parse(text);
            if (!templated && !template.isPlain()) {
                throw section.error(name, "has {{ }}, expected plain text: only alerts have templates");
            }
            Optional<Set<String>> known = query.labelNames();
            Optional<String> unknown = known.flatMap(template::unknown);
            if (unknown.isPresent()) {
                throw section.error(
                        name,
                        "has {{ $labels." + unknown.get() + " }}, expected a label of the query: "
                                + (known.get().isEmpty()
                                        ? "it has none"
                                        : String.join(", ", new java.util.TreeSet<>(known.get()))));
            }
            return template;
        } catch (RuleException e) {
            throw section.error(name, String.valueOf(e.getMessage()));
        }
    }
}
