package io.rubato.tracing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/// A backend: takes OTLP over HTTP and answers as the test wants.
public final class Receiver implements AutoCloseable {
    /// What to answer to one request.
    public record Reply(int status, byte[] body, Duration after) {
        public static final Reply OK = new Reply(200, new byte[0], Duration.ZERO);

        public static Reply status(int status) {
            return new Reply(status, new byte[0], Duration.ZERO);
        }
    }

    public final List<ExportTraceServiceRequest> traces = new CopyOnWriteArrayList<>();
    public final List<ExportLogsServiceRequest> logs = new CopyOnWriteArrayList<>();
    public final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
    public final AtomicInteger requests = new AtomicInteger();
    public volatile IntFunction<Reply> replies = count -> Reply.OK;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    public Receiver() throws IOException {
        this(0);
    }

    public Receiver(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            InputStream raw = new ByteArrayInputStream(exchange.getRequestBody().readAllBytes());
            byte[] body = (gzip ? new GZIPInputStream(raw) : raw).readAllBytes();
            Reply reply = replies.apply(requests.getAndIncrement());
            if (!reply.after().isZero()) {
                Thread.sleep(reply.after().toMillis());
            }
            if (reply.status() == 200) {
                headers.add(Map.copyOf(exchange.getRequestHeaders()));
                if (exchange.getRequestURI().getPath().endsWith("/v1/logs")) {
                    logs.add(ExportLogsServiceRequest.parseFrom(body));
                } else {
                    traces.add(ExportTraceServiceRequest.parseFrom(body));
                }
            }
            exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
            if (reply.body().length > 0) {
                exchange.getResponseBody().write(reply.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /// The variables that send everything here.
    public Map<String, String> environment() {
        return Map.of(
                "OTEL_EXPORT_ENABLED", "true",
                "OTEL_EXPORTER_OTLP_ENDPOINT", url(),
                "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                "OTEL_BSP_SCHEDULE_DELAY", "50",
                "OTEL_BLRP_SCHEDULE_DELAY", "50",
                "OTEL_SERVICE_NAME", "test");
    }

    public List<Span> spans() {
        return traces.stream()
                .flatMap(request -> request.getResourceSpansList().stream())
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .toList();
    }

    public Span span(String name) {
        return spans().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no span " + name + " among " + spans()));
    }

    public List<LogRecord> logRecords() {
        return logs.stream()
                .flatMap(request -> request.getResourceLogsList().stream())
                .flatMap(resource -> resource.getScopeLogsList().stream())
                .flatMap(scope -> scope.getLogRecordsList().stream())
                .toList();
    }

    public static Map<String, AnyValue> attributes(List<KeyValue> attributes) {
        return attributes.stream().collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
    }

    public static long number(List<KeyValue> attributes, String key) {
        return value(attributes, key).getIntValue();
    }

    public static String text(List<KeyValue> attributes, String key) {
        return value(attributes, key).getStringValue();
    }

    private static AnyValue value(List<KeyValue> attributes, String key) {
        AnyValue value = attributes(attributes).get(key);
        if (value == null) {
            throw new AssertionError("no " + key + " among " + attributes);
        }
        return value;
    }

    /// Waits until the condition holds, at most so long.
    public static void await(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + limit);
            }
            Thread.sleep(5);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
