package io.rubato.examples.serving;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.OpenTelemetry;
import io.rubato.examples.serving.trace.Figures;
import io.rubato.examples.serving.trace.StatusPages;
import io.rubato.examples.serving.trace.StatusPages.Health;
import io.rubato.tracing.Tracing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One process of the example, from its start to its end: tracing comes first and goes last, so that the spans of the
/// last requests are sent, too.
final class Running {
    private static final Logger log = LoggerFactory.getLogger(Running.class);

    private final Tracing tracing;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    /// @param service what it is called unless `OTEL_SERVICE_NAME` says otherwise
    Running(String service) {
        tracing = Tracing.builder().serviceName(service).shutdownHook(false).start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "serving-stop"));
    }

    OpenTelemetry openTelemetry() {
        return tracing.openTelemetry();
    }

    /// The part is closed when the process ends; what was started last is closed first.
    <T extends AutoCloseable> T stopAtEnd(T part) {
        synchronized (parts) {
            parts.push(part);
        }
        return part;
    }

    /// How many spans were exported, and how many were not.
    void writeExport(Figures figures) {
        figures.more(tracing.counters().prometheus());
    }

    /// Opens the status pages on `DYN_SYSTEM_PORT`: none if it is negative or not set, any port if it is 0.
    void serveStatus(Supplier<Health> health, Consumer<Figures> metrics) throws IOException {
        int port = systemPort();
        if (port < 0) {
            return;
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
        StatusPages.add(server, health, figures -> {
            metrics.accept(figures);
            writeExport(figures);
        });
        server.start();
        stopAtEnd(() -> server.stop(0));
        log.atInfo().addKeyValue("port", server.getAddress().getPort()).log("status pages ready");
    }

    private static int systemPort() throws IOException {
        String text = Deployment.environment().getOrDefault("DYN_SYSTEM_PORT", "-1");
        try {
            int port = Integer.parseInt(text.strip());
            if (port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            log.debug("DYN_SYSTEM_PORT: {}", e.toString());
        }
        throw new IOException("DYN_SYSTEM_PORT: '" + text + "', expected a port, 0 for any or -1 for none");
    }

    /// Waits for the end of the process.
    int await() throws InterruptedException {
        new CountDownLatch(1).await();
        return 0;
    }

    /// It ends the process itself, for otherwise a signal would show in the exit status, as if something had failed.
    private void stop() {
        boolean started;
        synchronized (parts) {
            started = !parts.isEmpty();
            for (AutoCloseable part : parts) {
                close(part);
            }
        }
        log.info("stopped");
        tracing.close();
        if (started) {
            Runtime.getRuntime().halt(0);
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            log.warn("{} cannot be closed: {}", part, e.toString());
        }
    }
}
