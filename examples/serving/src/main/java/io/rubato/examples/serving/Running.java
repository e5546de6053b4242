package io.rubato.examples.serving;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.rubato.examples.serving.trace.Figures;
import io.rubato.examples.serving.trace.StatusPages;
import io.rubato.examples.serving.trace.StatusPages.Health;
import io.rubato.tracing.http.JdkServerFilter;
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

/// One process of the example, from its start to its end: tracing comes first and goes last.
final class Running {
    private static final Logger log = LoggerFactory.getLogger(Running.class);

    private final OpenTelemetrySdk sdk;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    /// @param service what it is called unless `OTEL_SERVICE_NAME` says otherwise
    Running(String service) {
        sdk = AutoConfiguredOpenTelemetrySdk.builder()
                .disableShutdownHook()
                .addPropertiesSupplier(() -> java.util.Map.of(
                        "otel.service.name", service, "otel.metrics.exporter", "none", "otel.logs.exporter", "none"))
                .build()
                .getOpenTelemetrySdk();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "serving-stop"));
    }

    Tracer tracer() {
        return sdk.getTracer("io.rubato.examples.serving");
    }

    /// The part is closed when the process ends; what was started last is closed first.
    synchronized <T extends AutoCloseable> T stopAtEnd(T part) {
        parts.push(part);
        return part;
    }

    Filter httpFilter() {
        return new JdkServerFilter(sdk);
    }

    void writeExport(Figures figures) {}

    void serveStatus(Supplier<Health> health, Consumer<Figures> metrics) throws IOException {
        String port = Deployment.environment().getOrDefault("DYN_SYSTEM_PORT", "-1");
        if (port.startsWith("-")) {
            return;
        }
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port.strip())), 64);
        StatusPages.add(server, health, figures -> {
            metrics.accept(figures);
            writeExport(figures);
        });
        server.start();
        stopAtEnd(() -> server.stop(0));
        log.atInfo().addKeyValue("port", server.getAddress().getPort()).log("status pages");
    }

    int await() throws InterruptedException {
        new CountDownLatch(1).await();
        return 0;
    }

    private synchronized void stop() {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                log.warn("stop: {}", e.toString());
            }
        }
        sdk.close();
        Runtime.getRuntime().halt(0);
    }
}
