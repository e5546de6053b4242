package io.rubato.examples.serving.worker;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.rubato.examples.serving.model.Model;
import io.rubato.examples.serving.model.ModelShape;
import io.rubato.examples.serving.plane.Caller;
import io.rubato.examples.serving.plane.Directory;
import io.rubato.examples.serving.plane.Endpoint;
import io.rubato.examples.serving.plane.Instance;
import io.rubato.examples.serving.plane.Planes;
import io.rubato.examples.serving.plane.RequestServer;
import io.rubato.examples.serving.trace.Figures;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running worker, listed in the directory until it is closed.
public final class Worker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Worker.class);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Tracer tracer;
    private final WorkerOptions options;
    private final Engine engine;
    /// Hand-overs wait for the network only, and must not wait behind prompts.
    private final Engine handOvers = new Engine("hand-over", 4, 64);
    private final CacheStore store;
    private final Caller caller;
    private final Directory directory;
    private final RequestServer server;
    private final Instance self;

    /// Starts a worker; when this returns it takes requests.
    ///
    /// @throws IOException if it cannot listen or be listed
    public Worker(OpenTelemetry openTelemetry, WorkerOptions options) throws IOException {
        this.tracer = openTelemetry.getTracer("io.rubato.examples.serving.worker");
        this.options = options;
        this.engine = new Engine("engine", options.slots(), options.queue());
        this.store = new CacheStore(options.cacheBytes());
        this.directory = new Directory(options.directory());
        this.caller = new Caller(Planes.client(openTelemetry, options.plane(), options.environment()));
        Instance draft = new Instance(
                options.environment().getOrDefault("DYN_NAMESPACE", "dynamo"),
                options.role().component(),
                String.format("%016x", ThreadLocalRandom.current().nextLong() & Long.MAX_VALUE),
                options.plane(),
                "",
                ProcessHandle.current().pid());
        this.server = Planes.serve(openTelemetry, draft, options.port(), endpoints(), options.environment());
        this.self = draft.at(server.address());
        directory.add(self);
        log.atInfo()
                .addKeyValue("instance_id", self.id())
                .addKeyValue("request_plane", options.plane().word())
                .addKeyValue("address", self.address())
                .log("{} worker ready", options.role().component());
    }

    private Map<String, Endpoint> endpoints() {
        Model model = new Model(ModelShape.small());
        model.warmUp();
        return switch (options.role()) {
            case PREFILL ->
                Map.of(
                        "generate", endpoint(engine, PrefillRequest.class, new Prefill(tracer, model, store)),
                        "kv_cache", endpoint(handOvers, CacheRequest.class, new CacheHandOver(store)));
            case DECODE -> {
                CacheFetch fetch = new CacheFetch(tracer, model.shape(), caller);
                yield Map.of("generate", endpoint(engine, DecodeRequest.class, new Decode(tracer, model, fetch)));
            }
        };
    }

    private <T> Endpoint endpoint(Engine of, Class<T> type, Handler<T> handler) {
        return new QueuedEndpoint<>(tracer, options.plane(), of, type, handler);
    }

    /// What it is doing, in numbers.
    public void write(Figures figures) {
        figures.gauge("serving_queue_length", "requests that wait", engine.waiting());
        figures.gauge("serving_engine_active", "requests worked on", engine.active());
        figures.gauge("serving_kv_cache_bytes", "of caches that wait to be fetched", store.bytes());
        figures.counter(
                "serving_kv_cache_forgotten_total", "caches forgotten before they were fetched", store.forgotten());
    }

    /// Takes no more requests and finishes those it has, for some seconds.
    @Override
    public void close() {
        try {
            directory.remove(self);
        } catch (IOException e) {
            log.warn("the worker cannot be taken from the directory: {}", e.toString());
        }
        try {
            engine.drain(GRACE);
            handOvers.drain(GRACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.close();
        caller.close();
    }
}
