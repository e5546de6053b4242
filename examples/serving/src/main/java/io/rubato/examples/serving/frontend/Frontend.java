package io.rubato.examples.serving.frontend;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.rubato.examples.serving.model.ModelShape;
import io.rubato.examples.serving.plane.Caller;
import io.rubato.examples.serving.plane.Directory;
import io.rubato.examples.serving.plane.Planes;
import io.rubato.examples.serving.trace.Figures;
import io.rubato.examples.serving.trace.StatusPages;
import io.rubato.examples.serving.trace.StatusPages.Health;
import io.rubato.tracing.http.JdkServerFilter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP front. It listens from its construction until it is closed.
public final class Frontend implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Frontend.class);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final int THREADS = 128;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "http");
        thread.setDaemon(true);
        return thread;
    });
    private final Directory directory;
    private final Caller caller;
    private final FrontendMetrics metrics = new FrontendMetrics();

    /// @param more writes metrics beside those of the frontend
    /// @throws IOException if the port is taken, or the request plane is not there
    public Frontend(OpenTelemetry openTelemetry, FrontendOptions options, Consumer<Figures> more) throws IOException {
        this.directory = new Directory(options.directory());
        this.server = listen(options.port());
        this.caller = new Caller(Planes.client(openTelemetry, options.plane(), options.environment()));
        server.setExecutor(threads);
        Filter tracing = new JdkServerFilter(openTelemetry);
        Tracer tracer = openTelemetry.getTracer("io.rubato.examples.serving.frontend");
        Routing routing = new Routing(tracer, directory, caller);
        Generation generation = new Generation(tracer, routing, ModelShape.small());
        HttpContext chat = server.createContext(
                "/v1/chat/completions", new ChatHandler(options.model(), generation, metrics, options.faults()));
        chat.getFilters().add(tracing);
        HttpContext models = server.createContext("/v1/models", new ModelsHandler(options.model()));
        models.getFilters().add(tracing);
        HttpContext rest = server.createContext("/", new NotFoundHandler());
        rest.getFilters().add(tracing);
        StatusPages.add(server, this::health, figures -> {
            metrics.write(figures);
            more.accept(figures);
        });
        server.start();
        log.atInfo()
                .addKeyValue("url", url())
                .addKeyValue("model", options.model())
                .addKeyValue("request_plane", options.plane().word())
                .addKeyValue("started", Instant.now())
                .log("frontend ready");
    }

    private static HttpServer listen(int port) throws IOException {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        } catch (IOException e) {
            throw new IOException("the frontend cannot listen on port " + port + ": " + e.getMessage(), e);
        }
    }

    private Health health() {
        try {
            int prefill = directory.list("prefill").size();
            int decode = directory.list("decode").size();
            return new Health(
                    prefill > 0 && decode > 0, prefill + " prefill and " + decode + " decode workers are running");
        } catch (IOException e) {
            return new Health(false, "the workers cannot be listed");
        }
    }

    /// Where it listens.
    public URI url() {
        InetSocketAddress address = server.getAddress();
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
    }

    /// Takes no more connections and finishes the requests it has, for some seconds.
    @Override
    public void close() {
        long deadline = System.nanoTime() + GRACE.toNanos();
        while (metrics.flying() > 0 && System.nanoTime() < deadline) {
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        server.stop(0);
        threads.shutdown();
        caller.close();
    }
}
