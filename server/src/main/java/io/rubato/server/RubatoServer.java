package io.rubato.server;

import io.rubato.server.config.ConfigException;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.internal.api.QueryRunner;
import io.rubato.server.internal.api.ServerStatus;
import io.rubato.server.internal.api.ServerStatus.Listening;
import io.rubato.server.internal.api.Tails;
import io.rubato.server.internal.http.Connections;
import io.rubato.server.internal.http.ListenException;
import io.rubato.server.internal.http.OpenPort;
import io.rubato.server.internal.life.Life;
import io.rubato.server.internal.life.Phase;
import io.rubato.server.internal.life.StoreSettings;
import io.rubato.server.internal.log.Logging;
import io.rubato.server.internal.metrics.ProcessFigures;
import io.rubato.server.internal.metrics.Registry;
import io.rubato.server.internal.prometheus.RunningCounters;
import io.rubato.server.internal.receive.Intake;
import io.rubato.server.internal.receive.ReceiverLimits;
import io.rubato.server.internal.rules.RuleClock;
import io.rubato.server.internal.rules.Rules;
import io.rubato.server.internal.tenant.OneStore;
import io.rubato.server.internal.tenant.Overrides;
import io.rubato.server.internal.tenant.Stores;
import io.rubato.server.internal.tenant.TenantStores;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreStatus;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running process: its ports, its store and what lies between. [#start] returns with the ports open; until the log
/// is replayed they answer that the server is starting, and [#awaitReady] waits for that. Safe for concurrent use;
/// closed by whoever started it.
public final class RubatoServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RubatoServer.class);

    private final ServerConfig config;
    private final Instant startedAt = Instant.now();
    private final Life life = new Life();
    private final Registry registry = new Registry();
    private final Intake intake;
    private final QueryRunner queries;
    private final Tails tails;
    private final Rules rules;
    private final Overrides overrides;
    private final RunningCounters counters;
    private final OpenPorts ports;
    private final CompletableFuture<Stores> store = new CompletableFuture<>();
    private final AtomicBoolean closing = new AtomicBoolean();

    private RubatoServer(ServerConfig config, RuleClock clock) throws ConfigException {
        this.config = config;
        Security security = new Security(config, registry);
        this.queries = new QueryRunner(life, config.query());
        this.rules = new Rules(config, life, registry, clock, () -> apiUrl().toString());
        this.overrides = new Overrides(config);
        this.tails = new Tails(life, config.query(), registry.loops());
        this.counters = new RunningCounters(
                life, config.spanMetrics(), config.storage().dataDir(), registry, Clock.systemUTC());
        this.intake = new Intake(life, registry, ReceiverLimits.of(config));
        Connections connections = new Connections(config.limits().connections());
        registry.source(connections::figures);
        this.ports = new OpenPorts(security, connections);
    }

    /// Starts the process over the store that the configuration names.
    ///
    /// @throws StartException when a port cannot be opened, its security cannot be set up, or a rule file is wrong
    public static RubatoServer start(ServerConfig config) {
        return start(config, RuleClock.SYSTEM);
    }

    static RubatoServer start(ServerConfig config, RuleClock clock) {
        return start(
                config,
                config.tenants().enabled()
                        ? server -> TenantStores.open(config, server.overrides)
                        : server -> new OneStore(SpanStore.open(StoreSettings.of(config)), config),
                clock);
    }

    /// Opens what a server serves.
    @FunctionalInterface
    private interface StoresOpener {
        Stores open(RubatoServer server) throws IOException;
    }

    /// Starts the process over any store, which all tenants share; the process closes it.
    ///
    /// @throws StartException when a port cannot be opened, its security cannot be set up, or a rule file is wrong
    public static RubatoServer start(ServerConfig config, StoreOpener opener) {
        return start(config, opener, RuleClock.SYSTEM);
    }

    static RubatoServer start(ServerConfig config, StoreOpener opener, RuleClock clock) {
        return start(config, (StoresOpener) server -> new OneStore(opener.open(), config), clock);
    }

    private static RubatoServer start(ServerConfig config, StoresOpener opener, RuleClock clock) {
        Logging.set(config.server());
        RubatoServer server;
        try {
            server = new RubatoServer(config, clock);
        } catch (ConfigException e) {
            throw new StartException(String.valueOf(e.getMessage()));
        }
        try {
            server.openPorts();
        } catch (ListenException e) {
            server.ports.close();
            server.tails.close();
            server.queries.close();
            throw new StartException(String.valueOf(e.getMessage()));
        }
        Thread.ofPlatform().name("rubato-start").start(() -> server.openStore(opener));
        return server;
    }

    private void openPorts() {
        ServerStatus status = new ServerStatus(
                RubatoVersion.TEXT,
                startedAt,
                StoreSettings.place(config),
                life,
                registry,
                ports::listening,
                intake::refusing);
        registry.source(status::figures);
        registry.source(queries::figures);
        registry.source(tails::figures);
        registry.source(rules::figures);
        if (config.tenants().enabled()) {
            registry.tenantSource((tenants, text) -> rules.series(status.visible(tenants), text));
        } else {
            registry.source(text -> rules.series(_ -> true, text));
        }
        registry.source(new ProcessFigures());
        ports.open(config, intake, queries, tails, tenants -> rules.json(status.visible(tenants)), status);
    }

    private void openStore(StoresOpener opener) {
        life.move(new Phase.Starting("replaying the log"));
        long start = System.nanoTime();
        try {
            Stores opened = opener.open(this);
            if (serve(opened)) {
                greet(opened.status(), Duration.ofNanos(System.nanoTime() - start));
            } else {
                opened.close();
                store.completeExceptionally(new StartException("stopped before the store was open"));
            }
        } catch (IOException | RuntimeException | Error e) {
            String reason = "cannot open the store in " + StoreSettings.place(config) + ": " + e.getMessage();
            life.move(new Phase.Starting(reason));
            store.completeExceptionally(new StartException(reason));
        }
    }

    /// Begins all that works on the store, or nothing if the process is stopping: whoever stops it finds either.
    private synchronized boolean serve(Stores opened) {
        if (closing.get()) {
            return false;
        }
        life.move(new Phase.Serving(opened));
        rules.start();
        counters.start();
        store.complete(opened);
        return true;
    }

    private synchronized boolean beginClosing() {
        return closing.compareAndSet(false, true);
    }

    private void greet(StoreStatus status, Duration opening) {
        for (Listening port : ports.listening()) {
            log.atInfo().addKeyValue("url", port.url()).log("listening: {}", port.name());
        }
        log.atInfo()
                .addKeyValue("dir", StoreSettings.place(config))
                .addKeyValue("spans", status.spans())
                .addKeyValue("blocks", status.blocks())
                .addKeyValue("opened_in_ms", opening.toMillis())
                .log("data");
        url(OpenPorts.OTLP_HTTP)
                .ifPresent(url -> log.info(
                        "ready: send a first trace with OTEL_EXPORTER_OTLP_ENDPOINT={} and"
                                + " OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf in your service's environment",
                        url));
    }

    /// Waits until the store is open and spans are taken in.
    ///
    /// @throws StartException when the store cannot be opened
    public void awaitReady() {
        try {
            store.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StartException failure
                    ? failure
                    : new StartException(String.valueOf(e.getMessage()));
        }
    }

    /// Where the API and the web page are.
    public URI apiUrl() {
        return url(OpenPorts.API).orElseThrow();
    }

    /// Where OTLP over gRPC is taken, if it is.
    public Optional<URI> otlpGrpcUrl() {
        return url(OpenPorts.OTLP_GRPC);
    }

    /// Where OTLP over HTTP is taken, if it is.
    public Optional<URI> otlpHttpUrl() {
        return url(OpenPorts.OTLP_HTTP);
    }

    /// Where Zipkin's port is, if it is open.
    public Optional<URI> zipkinUrl() {
        return url(OpenPorts.ZIPKIN);
    }

    /// Where Jaeger's agents send to, if they may.
    public Optional<URI> jaegerGrpcUrl() {
        return url(OpenPorts.JAEGER_GRPC);
    }

    /// Where Jaeger's clients send thrift to, if they may.
    public Optional<URI> jaegerThriftUrl() {
        return url(OpenPorts.JAEGER_THRIFT);
    }

    /// The ports that are open, by name.
    Map<String, OpenPort> portsByName() {
        return ports.ports();
    }

    private Optional<URI> url(String name) {
        return ports.listening().stream()
                .filter(port -> port.name().equals(name))
                .map(port -> URI.create(port.url()))
                .findFirst();
    }

    /// Stops: new requests are told to come again, those under way are acknowledged, the store is closed, then the
    /// ports. Takes as long as `graceful_shutdown_timeout` at most, and what closing the store takes.
    @Override
    public void close() {
        if (!beginClosing()) {
            return;
        }
        log.info("stopping");
        life.move(new Phase.Stopping());
        long deadline =
                System.nanoTime() + config.server().gracefulShutdownTimeout().toNanos() / 2;
        while (intake.underWay() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
        rules.close();
        tails.close();
        counters.close();
        queries.close();
        CompletableFuture<Void> _ = store.thenAccept(Stores::close);
        ports.close();
        log.info("stopped");
    }
}
