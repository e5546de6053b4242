package io.rubato.examples.serving.plane;

import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/// Opens the ends of request planes. `NATS_SERVER` says where NATS is (`nats://localhost:4222`),
/// `DYN_TCP_REQUEST_TIMEOUT` and `DYN_HTTP_REQUEST_TIMEOUT` in how many seconds a request must be acknowledged (5).
public final class Planes {
    private Planes() {}

    /// The worker's end.
    ///
    /// @param self the worker; its address is not known yet
    /// @param port 0 for any; NATS has no use for it
    /// @throws IOException if it cannot listen, or NATS is not there
    public static RequestServer serve(
            OpenTelemetry openTelemetry,
            Instance self,
            int port,
            Map<String, Endpoint> endpoints,
            Map<String, String> environment)
            throws IOException {
        return switch (self.plane()) {
            case TCP -> new TcpRequestServer(openTelemetry, self, port, endpoints);
            case HTTP -> new HttpRequestServer(new PayloadTracing(openTelemetry, self), port, endpoints);
            case NATS -> new NatsRequestServer(openTelemetry, nats(environment), self, endpoints);
        };
    }

    /// The caller's end.
    ///
    /// @throws IOException if NATS is not there
    public static RequestClient client(OpenTelemetry openTelemetry, PlaneKind kind, Map<String, String> environment)
            throws IOException {
        return switch (kind) {
            case TCP -> new TcpRequestClient(openTelemetry, timeout(environment, "DYN_TCP_REQUEST_TIMEOUT"));
            case HTTP -> new HttpRequestClient(timeout(environment, "DYN_HTTP_REQUEST_TIMEOUT"));
            case NATS ->
                new NatsRequestClient(
                        openTelemetry, nats(environment), timeout(environment, "DYN_TCP_REQUEST_TIMEOUT"));
        };
    }

    private static String nats(Map<String, String> environment) {
        return environment.getOrDefault("NATS_SERVER", "nats://localhost:4222");
    }

    private static Duration timeout(Map<String, String> environment, String name) throws IOException {
        String text = environment.getOrDefault(name, "5");
        try {
            return Duration.ofSeconds(Math.max(1, Long.parseLong(text.strip())));
        } catch (NumberFormatException e) {
            throw new IOException(name + ": '" + text + "', expected a number of seconds", e);
        }
    }
}
