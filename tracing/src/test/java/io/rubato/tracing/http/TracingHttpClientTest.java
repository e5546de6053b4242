package io.rubato.tracing.http;

import static io.rubato.tracing.channel.Recorded.attribute;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.rubato.tracing.channel.Recorded;
import io.rubato.tracing.context.RequestIds;
import io.rubato.tracing.internal.channel.Keys;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TracingHttpClientTest {
    private final Recorded recorded = new Recorded();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = TracingHttpClient.wrap(HttpClient.newHttpClient(), recorded.openTelemetry());
    private final AtomicReference<HttpHandler> handler = new AtomicReference<>(exchange -> {});
    private final AtomicReference<Headers> received = new AtomicReference<>(new Headers());
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            received.set(exchange.getRequestHeaders());
            handler.get().handle(exchange);
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
        recorded.close();
    }

    private void answer(int status, String body) {
        handler.set(exchange -> {
            exchange.sendResponseHeaders(status, body.length());
            exchange.getResponseBody().write(body.getBytes(UTF_8));
            exchange.close();
        });
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/path?q=1"));
    }

    @Test
    void sendsTheContextAndDescribesTheCall() throws Exception {
        answer(200, "hello");
        Span parent =
                recorded.openTelemetry().getTracer("t").spanBuilder("parent").startSpan();
        HttpResponse<String> response = new RequestIds("r-1", null)
                .storeIn(Context.root().with(parent))
                .wrap(() -> client.send(request().GET().build(), HttpResponse.BodyHandlers.ofString()))
                .call();

        SpanData span = recorded.await(SpanKind.CLIENT);
        assertThat(response.body()).isEqualTo("hello");
        assertThat(received.get().get("traceparent"))
                .containsExactly("00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                        + span.getSpanContext().getTraceFlags().asHex());
        assertThat(received.get().get("x-request-id")).containsExactly("r-1");
        assertThat(span.getParentSpanId()).isEqualTo(parent.getSpanContext().getSpanId());
        assertThat(span.getName()).isEqualTo("GET");
        assertThat(attribute(span, "url.full"))
                .endsWith("/path?q=1")
                .isEqualTo(response.request().uri().toString());
        assertThat(attribute(span, "server.address")).isEqualTo("127.0.0.1");
        assertThat(attribute(span, Keys.SERVER_PORT))
                .isEqualTo(server.getAddress().getPort());
        assertThat(attribute(span, Keys.HTTP_STATUS)).isEqualTo(200);
        assertThat(attribute(span, Keys.HTTP_RESPONSE_SIZE)).isEqualTo(5);
        assertThat(attribute(span, "x_request_id")).isEqualTo("r-1");
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        parent.end();
    }

    @Test
    void replacesStaleHeadersAndKeepsTheCallersRequestId() throws Exception {
        answer(200, "");
        client.send(
                request()
                        .header("Traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                        .header("traceState", "stale=1")
                        .header("X-Request-Id", "mine")
                        .header("x-other", "a")
                        .header("x-other", "b")
                        .build(),
                HttpResponse.BodyHandlers.discarding());

        SpanData span = recorded.await(SpanKind.CLIENT);
        assertThat(received.get().get("traceparent"))
                .singleElement()
                .asString()
                .contains(span.getTraceId())
                .doesNotContain("4bf92f");
        assertThat(received.get().get("tracestate")).isNull();
        assertThat(received.get().get("x-request-id")).containsExactly("mine");
        assertThat(received.get().get("x-other")).containsExactly("a", "b");
    }

    @Test
    void bothKindsOfErrorStatusAreTheClientsErrors() throws Exception {
        answer(404, "");
        client.sendAsync(request().build(), HttpResponse.BodyHandlers.ofString())
                .get();

        SpanData span = recorded.await(SpanKind.CLIENT);
        assertThat(attribute(span, "error.type")).isEqualTo("404");
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @Test
    void streamedBodiesEndTheSpanWhenReadToTheEnd() throws Exception {
        CompletableFuture<Void> more = new CompletableFuture<>();
        handler.set(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("one".getBytes(UTF_8));
            exchange.getResponseBody().flush();
            more.join();
            exchange.getResponseBody().write("two".getBytes(UTF_8));
            exchange.close();
        });
        HttpResponse<InputStream> response = client.send(request().build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            assertThat(new String(body.readNBytes(3), UTF_8)).isEqualTo("one");
            assertThat(recorded.spans()).isEmpty();
            more.complete(null);
            assertThat(new String(body.readAllBytes(), UTF_8)).isEqualTo("two");
        }

        SpanData span = recorded.await(SpanKind.CLIENT);
        assertThat(attribute(span, Keys.HTTP_RESPONSE_SIZE)).isEqualTo(6);
        assertThat(attribute(span, Keys.TIME_TO_FIRST_BYTE))
                .isLessThan(span.getEndEpochNanos() - span.getStartEpochNanos());
        assertThat(span.getEvents()).isEmpty();
    }

    @Test
    void streamsGivenUpEndTheSpanWithoutError() throws Exception {
        handler.set(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("one".getBytes(UTF_8));
            exchange.getResponseBody().flush();
        });
        client.send(request().build(), HttpResponse.BodyHandlers.ofInputStream())
                .body()
                .close();

        SpanData span = recorded.await(SpanKind.CLIENT);
        assertThat(span.getEvents())
                .singleElement()
                .satisfies(event -> assertThat(event.getName()).isEqualTo("response body given up"));
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void peersThatDoNotAnswerOrVanishAreErrors() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI uri = URI.create("http://user:secret@127.0.0.1:" + silent.getLocalPort() + "/");
            HttpRequest slow =
                    HttpRequest.newBuilder(uri).timeout(Duration.ofMillis(200)).build();
            assertThatThrownBy(() -> client.send(slow, HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(HttpTimeoutException.class);
            SpanData span = recorded.await(SpanKind.CLIENT);
            assertThat(attribute(span, "error.type")).isEqualTo("java.net.http.HttpTimeoutException");
            assertThat(attribute(span, "url.full")).doesNotContain("secret").contains("REDACTED");
        }
    }

    @Test
    void bodiesCutShortAreErrors() throws Exception {
        try (ServerSocket cutting = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> {
                try (Socket socket = cutting.accept()) {
                    assertThat(socket.getInputStream().read()).isPositive();
                    socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf".getBytes(UTF_8));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            URI uri = URI.create("http://127.0.0.1:" + cutting.getLocalPort() + "/");
            assertThatThrownBy(() ->
                            client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
            assertThat(attribute(recorded.await(SpanKind.CLIENT), "error.type")).isEqualTo("java.io.IOException");
        }
    }

    @Test
    void cancellingTheFutureEndsTheCall() throws Exception {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        handler.set(exchange -> reached.complete(null));
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request().build(), HttpResponse.BodyHandlers.ofString());
        reached.get();
        answer.cancel(true);

        assertThat(attribute(recorded.await(SpanKind.CLIENT), "error.type"))
                .isEqualTo("java.util.concurrent.CancellationException");
    }
}
