package io.rubato.tracing.http;

import static io.rubato.tracing.channel.Recorded.attribute;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.rubato.tracing.channel.RawHttp;
import io.rubato.tracing.channel.Recorded;
import io.rubato.tracing.context.RequestIds;
import io.rubato.tracing.internal.channel.Keys;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdkServerFilterTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "traceparent: 00-" + TRACE + "-00f067aa0ba902b7-03";
    private static final String UUID_PATTERN = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private final Recorded recorded = new Recorded();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicReference<HttpServer> running = new AtomicReference<>();

    private int serve(HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", handler).getFilters().add(new JdkServerFilter(recorded.openTelemetry()));
        server.start();
        running.set(server);
        return server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        running.get().stop(0);
        threads.shutdownNow();
        recorded.close();
    }

    private static HttpHandler answering(int status, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        };
    }

    private static String header(String answer, String name) {
        return answer.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    @Test
    void describesTheRequestAndAnswersWithItsIds() throws IOException {
        AtomicReference<RequestIds> seen = new AtomicReference<>(RequestIds.NONE);
        int port = serve(exchange -> {
            seen.set(RequestIds.from(Context.current()));
            answering(200, "hello").handle(exchange);
        });
        String answer = RawHttp.exchange(
                port,
                "POST /v1/chat/completions?a=b",
                List.of(PARENT, "tracestate: k=v", "x-request-id: test-trace-001", "User-Agent: curl/8"),
                "{}");

        SpanData span = recorded.await(SpanKind.SERVER);
        assertThat(answer).endsWith("hello");
        assertThat(header(answer, "x-request-id")).isEqualTo("test-trace-001");
        assertThat(header(answer, "x-trace-id")).isEqualTo(TRACE);
        assertThat(seen.get().requestId()).isEqualTo("test-trace-001");
        assertThat(span.getName()).isEqualTo("http-request");
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(span.getSpanContext().getTraceFlags().asHex()).isEqualTo("03");
        assertThat(span.getSpanContext().getTraceState().get("k")).isEqualTo("v");
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(attribute(span, "http.request.method")).isEqualTo("POST");
        assertThat(attribute(span, "url.path")).isEqualTo("/v1/chat/completions");
        assertThat(attribute(span, "url.query")).isEqualTo("a=b");
        assertThat(attribute(span, "http.route")).isEqualTo("/");
        assertThat(attribute(span, "server.address")).isEqualTo("127.0.0.1");
        assertThat(attribute(span, Keys.SERVER_PORT)).isEqualTo(port);
        assertThat(attribute(span, "user_agent.original")).isEqualTo("curl/8");
        assertThat(attribute(span, "network.protocol.version")).isEqualTo("1.1");
        assertThat(attribute(span, "method")).isEqualTo("POST");
        assertThat(attribute(span, "uri")).isEqualTo("/v1/chat/completions?a=b");
        assertThat(attribute(span, "version")).isEqualTo("HTTP/1.1");
        assertThat(attribute(span, "x_request_id")).isEqualTo("test-trace-001");
        assertThat(attribute(span, Keys.HTTP_STATUS)).isEqualTo(200);
        assertThat(attribute(span, Keys.HTTP_RESPONSE_SIZE)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"accept: */*", "x-request-id: a b", "x-request-id: <script>", "x-request-id: a,b"})
    void givesARequestIdToWhoHasNone(String headerLine) throws IOException {
        int port = serve(answering(200, ""));
        String answer = RawHttp.exchange(port, "GET /a", List.of(headerLine), "");

        assertThat(header(answer, "x-request-id")).matches(UUID_PATTERN);
        assertThat(attribute(recorded.await(SpanKind.SERVER), "x_request_id"))
                .isEqualTo(header(answer, "x-request-id"));
    }

    @Test
    void conflictingIdsAreReplacedAndOversizedOnesToo() throws IOException {
        int port = serve(answering(200, ""));
        String conflict = RawHttp.exchange(port, "GET /a", List.of("x-request-id: a", "x-request-id: b"), "");
        String oversized = RawHttp.exchange(port, "GET /a", List.of("x-request-id: " + "x".repeat(5000)), "");

        assertThat(header(conflict, "x-request-id")).matches(UUID_PATTERN);
        assertThat(header(oversized, "x-request-id")).matches(UUID_PATTERN);
        recorded.await(2);
    }

    @Test
    void leavesWatchedRoutesOut() throws IOException {
        AtomicReference<String> traceSeen = new AtomicReference<>("");
        int port = serve(exchange -> {
            traceSeen.set(Span.current().getSpanContext().getTraceId());
            answering(200, "").handle(exchange);
        });
        String answer = RawHttp.exchange(port, "GET /health?deep=1", List.of(PARENT, "x-request-id: r"), "");
        assertThat(header(answer, "x-request-id")).isEqualTo("r");
        assertThat(header(answer, "x-trace-id")).isEmpty();
        assertThat(traceSeen.get()).isEqualTo(TRACE);
        RawHttp.exchange(port, "GET /metrics", List.of(), "");
        RawHttp.exchange(port, "GET /metricsx", List.of(), "");

        assertThat(attribute(recorded.await(SpanKind.SERVER), "url.path")).isEqualTo("/metricsx");
    }

    @Test
    void streamsEndTheSpanWhenTheyEnd() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch more = new CountDownLatch(1);
        int port = serve(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            threads.execute(() -> {
                try (body) {
                    body.write("data: 1\n\n".getBytes(UTF_8));
                    body.flush();
                    first.countDown();
                    more.await();
                    body.write("data: 2\n\n".getBytes(UTF_8));
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        });
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("GET /s HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
            first.await();
            assertThat(recorded.spans()).isEmpty();
            more.countDown();
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .contains("data: 2");
        }

        SpanData span = recorded.await(SpanKind.SERVER);
        Long firstByte = attribute(span, Keys.TIME_TO_FIRST_BYTE);
        assertThat(firstByte).isNotNull().isPositive().isLessThan(span.getEndEpochNanos() - span.getStartEpochNanos());
        assertThat(attribute(span, Keys.HTTP_RESPONSE_SIZE)).isEqualTo(18);
    }

    @Test
    void clientsThatGoAwayAreSeen() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        int port = serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write("data: 1\n\n".getBytes(UTF_8));
                body.flush();
                gone.await();
                byte[] block = new byte[100_000];
                for (int i = 0; i < 1000; i++) {
                    body.write(block);
                    body.flush();
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } catch (IOException e) {
                // Handlers that swallow the error are common; the span must show it all the same.
                assertThat(e).isNotNull();
            }
        });
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write("GET /s HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(UTF_8));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
        gone.countDown();

        SpanData span = recorded.await(SpanKind.SERVER);
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(attribute(span, "error.type")).isEqualTo("cancelled");
        assertThat(span.getStatus().getDescription()).startsWith("client went away after ");
        assertThat(attribute(span, Keys.HTTP_STATUS)).isEqualTo(200);
    }

    @Test
    void answersFromAnotherThreadWithoutABody() throws IOException {
        int port = serve(exchange -> {
            Runnable later = Context.current().wrap(() -> {
                try (exchange) {
                    assertThat(Span.current().getSpanContext().isValid()).isTrue();
                    exchange.sendResponseHeaders(202, -1);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            threads.execute(later);
        });
        assertThat(RawHttp.exchange(port, "POST /x", List.of(), "")).startsWith("HTTP/1.1 202");

        assertThat(attribute(recorded.await(SpanKind.SERVER), Keys.HTTP_STATUS)).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304, 404, 500, 503})
    void statusSaysWhoFailed(int status) throws IOException {
        int port = serve(answering(status, ""));
        assertThat(RawHttp.exchange(port, "GET /x", List.of(), "")).startsWith("HTTP/1.1 " + status);

        SpanData span = recorded.await(SpanKind.SERVER);
        assertThat(attribute(span, Keys.HTTP_STATUS)).isEqualTo(status);
        assertThat(span.getStatus().getStatusCode()).isEqualTo(status >= 500 ? StatusCode.ERROR : StatusCode.UNSET);
        assertThat(attribute(span, "error.type")).isEqualTo(status >= 500 ? Integer.toString(status) : null);
    }

    @Test
    void exceptionsAreRecordedAndThrownOn() throws IOException {
        int port = serve(exchange -> {
            throw new IllegalStateException("broken");
        });
        assertThat(RawHttp.exchange(port, "GET /x", List.of(), "")).isEmpty();

        SpanData span = recorded.await(SpanKind.SERVER);
        assertThat(attribute(span, "error.type")).isEqualTo("java.lang.IllegalStateException");
        assertThat(span.getEvents()).hasSize(1);
        assertThat(attribute(span, Keys.HTTP_STATUS)).isNull();
    }

    @Test
    void inventedMethodsDoNotBecomeNames() throws IOException {
        int port = serve(answering(200, ""));
        RawHttp.exchange(port, "BREW /x", List.of(), "");

        SpanData span = recorded.await(SpanKind.SERVER);
        assertThat(attribute(span, "http.request.method")).isEqualTo("_OTHER");
        assertThat(attribute(span, AttributeKey.stringKey("http.request.method_original")))
                .isEqualTo("BREW");
    }
}
