package io.rubato.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rubato.generator.span.GeneratedSpan;
import io.rubato.generator.span.OtlpReader;
import io.rubato.generator.span.Value;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/// A small trace server in memory: takes OTLP/HTTP and answers the questions that the bench asks. Only
/// attribute equality is searched for; everything else finds nothing.
final class FakeServer implements AutoCloseable {
    private static final Pattern EQUALITY = Pattern.compile("\\{ (?:span\\.)?([\\w.]+) = \"([^\"]*)\" }");

    final Queue<GeneratedSpan> spans = new ConcurrentLinkedQueue<>();
    final AtomicInteger requests = new AtomicInteger();
    final AtomicInteger compressed = new AtomicInteger();
    /// Answered to exports.
    volatile byte[] answer = new byte[0];
    /// Status answered to every export.
    volatile int status = 200;
    /// What the server says of itself.
    volatile String statusText = "{}";
    private final Map<String, Queue<byte[]>> bodies = new ConcurrentHashMap<>();
    private final HttpServer http;

    FakeServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/v1/traces", this::export);
        http.createContext("/ready", exchange -> answer(exchange, 200, new byte[0]));
        http.createContext("/api/rubato/status", exchange -> answer(exchange, 200, bytes(statusText)));
        http.createContext("/api/traces/", this::trace);
        http.createContext("/api/search", this::search);
        http.createContext("/api/v2/search/", this::tags);
        http.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    private void export(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
            compressed.incrementAndGet();
            body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
        }
        requests.incrementAndGet();
        if (status == 200) {
            take(body);
        }
        answer(exchange, status, answer);
    }

    void take(byte[] body) {
        List<GeneratedSpan> received = OtlpReader.read(body);
        spans.addAll(received);
        received.stream()
                .map(GeneratedSpan::traceId)
                .distinct()
                .forEach(id -> bodies.computeIfAbsent(id, key -> new ConcurrentLinkedQueue<>())
                        .add(body));
    }

    private void trace(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Queue<byte[]> found = bodies.get(path.substring(path.lastIndexOf('/') + 1));
        answer(exchange, found == null ? 404 : 200, found == null ? new byte[0] : found.element());
    }

    private void search(HttpExchange exchange) throws IOException {
        Matcher equality = EQUALITY.matcher(query(exchange));
        if (!equality.find()) {
            answer(exchange, 200, bytes("{\"traces\":[]}"));
            return;
        }
        Value wanted = new Value.Text(equality.group(2));
        String traces = spans.stream()
                .filter(span ->
                        span.attribute(equality.group(1)).filter(wanted::equals).isPresent())
                .map(GeneratedSpan::traceId)
                .distinct()
                .map(id -> "{\"traceID\":\"" + id + "\"}")
                .collect(Collectors.joining(","));
        answer(exchange, 200, bytes("{\"traces\":[" + traces + "]}"));
    }

    private void tags(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().endsWith("/tags")) {
            String scopes = "{\"name\":\"resource\",\"tags\":[\"a\",\"b\"]},{\"name\":\"span\",\"tags\":[\"c\"]}";
            answer(exchange, 200, bytes("{\"scopes\":[" + scopes + "]}"));
            return;
        }
        String values = spans.stream()
                .map(GeneratedSpan::service)
                .distinct()
                .map(service -> "{\"type\":\"string\",\"value\":\"" + service + "\"}")
                .collect(Collectors.joining(","));
        answer(exchange, 200, bytes("{\"tagValues\":[" + values + "]}"));
    }

    private static String query(HttpExchange exchange) {
        return URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
