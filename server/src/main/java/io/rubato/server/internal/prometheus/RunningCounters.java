package io.rubato.server.internal.prometheus;

import io.rubato.query.QueryException;
import io.rubato.server.config.RemoteWriteSettings;
import io.rubato.server.config.SpanMetricsSettings;
import io.rubato.server.internal.life.Life;
import io.rubato.server.internal.metrics.Loops;
import io.rubato.server.internal.metrics.PrometheusText;
import io.rubato.server.internal.metrics.Registry;
import io.rubato.server.internal.tenant.Stores;
import io.rubato.server.internal.tenant.TenantNames;
import io.rubato.storage.loop.Loop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts spans that have come in, each once: now and then those that ended since the last time, a while ago, so that
/// their traces are there. It reads the stores as queries do; taking spans in costs nothing more. Each tenant has
/// counters of its own. Safe for concurrent use; closed by whoever started it.
public final class RunningCounters implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RunningCounters.class);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Life life;
    private final SpanMetricsSettings settings;
    private final Path directory;
    private final Clock clock;
    private final Map<String, TenantCounters> counters = new ConcurrentSkipListMap<>();
    private final @Nullable RemoteWrite remote;
    private final Loops loops;
    private final Loop loop = new Loop("span-metrics", this::await, this::round);
    private boolean begun;

    /// @param directory where it is remembered how far spans are counted; of a tenant, in `tenants/NAME` there
    public RunningCounters(Life life, SpanMetricsSettings settings, Path directory, Registry registry, Clock clock) {
        this.life = life;
        this.settings = settings;
        this.directory = directory;
        this.loops = registry.loops();
        this.clock = clock;
        RemoteWriteSettings target = settings.remoteWrite();
        this.remote = !settings.enabled() || target.url().isEmpty() ? null : new RemoteWrite(target, registry);
        if (settings.enabled()) {
            registry.source(text -> expose(Stores.NO_TENANT, text));
            registry.tenantSource(this::expose);
        }
    }

    /// Families are written once, so several tenants at once are told nothing.
    private void expose(String tenant, PrometheusText text) {
        TenantCounters known = counters.get(tenant);
        if (known != null) {
            new Exposition(known.series(), settings.processors(), clock.instant()).accept(text);
        }
    }

    /// Begins to count, if that is wanted.
    public void start() {
        if (!settings.enabled()) {
            return;
        }
        loops.start(loop);
        if (remote != null) {
            remote.start();
        }
    }

    private boolean await() throws InterruptedException {
        // What was held back while nobody listened comes in first.
        Thread.sleep(begun ? settings.interval() : settings.settle());
        begun = true;
        return true;
    }

    private void round() throws InterruptedException {
        Optional<Stores> stores = life.stores();
        if (stores.isPresent()) {
            for (String tenant : stores.get().names()) {
                loop.part("counting spans of tenant " + tenant, () -> pass(tenant, stores.get()));
            }
        }
    }

    /// Counts what ended between the last pass and a while ago.
    void pass() {
        life.stores().ifPresent(stores -> stores.names().forEach(tenant -> pass(tenant, stores)));
    }

    private void pass(String tenant, Stores stores) {
        Instant now = clock.instant();
        TenantCounters own = counters.computeIfAbsent(tenant, this::create);
        try {
            own.count(
                    stores.reading(tenant), ChronoUnit.NANOS.between(Instant.EPOCH, now.minus(settings.settle())), now);
        } catch (IOException | QueryException e) {
            log.atWarn()
                    .addKeyValue("tenant", tenant)
                    .log("span metrics: nothing counted this time: {}", e.getMessage());
        }
        if (remote != null) {
            remote.offer(
                    tenant,
                    RemoteWriteMessages.of(
                            own.series(), settings.processors(), settings.remoteWrite(), now.toEpochMilli()));
        }
    }

    private TenantCounters create(String tenant) {
        boolean alone = tenant.equals(Stores.NO_TENANT) || tenant.equals(TenantNames.SINGLE);
        return new TenantCounters(
                settings, alone ? directory : directory.resolve("tenants").resolve(tenant));
    }

    RunningSeries series() {
        return Objects.requireNonNull(counters.get(Stores.NO_TENANT)).series();
    }

    @Override
    public void close() {
        if (!settings.enabled()) {
            return;
        }
        loop.cancel();
        if (remote != null) {
            remote.close();
        }
        loop.awaitEnd(CLOSING);
        loops.forget(loop);
    }
}
