package io.rubato.examples.serving.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.util.function.Consumer;

/// The pages `/health`, `/live` and `/metrics` that every process has. They are not traced.
public final class StatusPages {
    private StatusPages() {}

    /// @param health the state, one word of JSON such as `{"status":"healthy"}`
    /// @param metrics writes the numbers
    public static void add(HttpServer server, java.util.function.Supplier<Health> health, Consumer<Figures> metrics) {
        server.createContext("/health", exchange -> {
            Health now = health.get();
            answer(exchange, now.isHealthy() ? 200 : 503, "application/json", now.json());
        });
        server.createContext("/live", exchange -> answer(exchange, 200, "application/json", "{\"status\":\"live\"}"));
        server.createContext("/metrics", exchange -> {
            Figures figures = new Figures();
            metrics.accept(figures);
            answer(exchange, 200, Figures.TYPE, figures.toString());
        });
    }

    /// @param isHealthy whether requests can be served
    /// @param detail what there is and what is missing
    public record Health(boolean isHealthy, String detail) {
        String json() {
            return "{\"status\":\"" + (isHealthy ? "healthy" : "unhealthy") + "\",\"detail\":\"" + detail + "\"}";
        }
    }

    /// Sends a whole answer.
    public static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
