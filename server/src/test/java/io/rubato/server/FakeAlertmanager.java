package io.rubato.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Takes alerts over HTTP as an Alertmanager does, and is stricter: a field too many or too few is a fault.
public final class FakeAlertmanager implements AutoCloseable {
    private static final Set<String> FIELDS = Set.of("labels", "annotations", "startsAt", "endsAt", "generatorURL");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    public final List<Taken> taken = new CopyOnWriteArrayList<>();
    public final List<String> faults = new CopyOnWriteArrayList<>();
    public final AtomicInteger requests = new AtomicInteger();
    /// What it answers.
    public volatile int status = 200;

    /// An alert as it came.
    public record Taken(
            Map<String, String> labels,
            Map<String, String> annotations,
            Instant startsAt,
            Instant endsAt,
            String link) {}

    /// @param port 0 for a free one
    public FakeAlertmanager(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /// With a path in front.
    public URI url() {
        return URI.create("http://127.0.0.1:" + port() + "/am");
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        byte[] body = exchange.getRequestBody().readAllBytes();
        int answer = status;
        if (answer == 200) {
            try {
                take(exchange, body);
            } catch (RuntimeException | AssertionError e) {
                faults.add(e.toString());
                answer = 400;
            }
        }
        byte[] text = (answer == 200 ? "" : "told to say " + answer).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer, text.length == 0 ? -1 : text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    private void take(HttpExchange exchange, byte[] body) throws IOException {
        check(exchange.getRequestMethod().equals("POST"), exchange.getRequestMethod());
        check(exchange.getRequestURI().toString().equals("/am/api/v2/alerts"), exchange.getRequestURI());
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("content-type"));
        check(type.equals("application/json"), type);
        JsonNode alerts = new ObjectMapper().readTree(body);
        check(alerts.isArray() && !alerts.isEmpty(), alerts);
        for (JsonNode alert : alerts) {
            Set<String> names = new HashSet<>();
            alert.fieldNames().forEachRemaining(names::add);
            check(names.equals(FIELDS), names);
            check(alert.get("labels").has("alertname"), alert);
            taken.add(new Taken(
                    texts(alert.get("labels")),
                    texts(alert.get("annotations")),
                    Instant.parse(alert.get("startsAt").textValue()),
                    Instant.parse(alert.get("endsAt").textValue()),
                    alert.get("generatorURL").textValue()));
        }
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties().forEach(each -> {
            check(each.getKey().matches("[a-zA-Z_][a-zA-Z0-9_]*"), each.getKey());
            check(each.getValue().isTextual() && !each.getValue().textValue().isEmpty(), each);
            texts.put(each.getKey(), each.getValue().textValue());
        });
        return texts;
    }

    private static void check(boolean good, Object what) {
        if (!good) {
            throw new AssertionError(String.valueOf(what));
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
