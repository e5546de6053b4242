package io.rubato.tracing.http;

import static io.rubato.tracing.channel.Recorded.attribute;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.rubato.tracing.channel.RawHttp;
import io.rubato.tracing.channel.Recorded;
import io.rubato.tracing.context.RequestIds;
import io.rubato.tracing.internal.channel.Keys;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServletTracingFilterTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "traceparent: 00-" + TRACE + "-00f067aa0ba902b7-01";

    private final Recorded recorded = new Recorded();
    private final Server server = new Server();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @FunctionalInterface
    private interface Work {
        void handle(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException;
    }

    private static final class WorkServlet extends HttpServlet {
        private final transient Work work;

        WorkServlet(Work work) {
            this.work = work;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            work.handle(request, response);
        }
    }

    private int serve(Work work) throws Exception {
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        FilterHolder filter = new FilterHolder(new ServletTracingFilter(recorded.openTelemetry()));
        filter.setAsyncSupported(true);
        context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR));
        ServletHolder servlet = new ServletHolder(new WorkServlet(work));
        servlet.setAsyncSupported(true);
        context.addServlet(servlet, "/v1/*");
        context.addServlet(servlet, "/metrics");
        server.setHandler(context);
        server.start();
        return connector.getLocalPort();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
        threads.shutdownNow();
        recorded.close();
    }

    @Test
    void describesTheRequestAndAnswersWithItsIds() throws Exception {
        AtomicReference<Context> seen = new AtomicReference<>(Context.root());
        int port = serve((request, response) -> {
            seen.set(Context.current());
            response.getWriter().print("h\u00e9llo");
        });
        String answer = RawHttp.exchange(
                port, "POST /v1/chat?a=b", List.of(PARENT, "tracestate: k=v", "x-request-id: r-1"), "{}");

        SpanData span = recorded.await(SpanKind.SERVER);
        assertThat(answer).containsIgnoringCase("x-request-id: r-1").containsIgnoringCase("x-trace-id: " + TRACE);
        assertThat(span.getName()).isEqualTo("http-request");
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getSpanContext().getTraceState().get("k")).isEqualTo("v");
        assertThat(Span.fromContext(seen.get()).getSpanContext().getSpanId()).isEqualTo(span.getSpanId());
        assertThat(RequestIds.from(seen.get()).requestId()).isEqualTo("r-1");
        assertThat(attribute(span, "http.route")).isEqualTo("/v1/*");
        assertThat(attribute(span, "url.path")).isEqualTo("/v1/chat");
        assertThat(attribute(span, "uri")).isEqualTo("/v1/chat?a=b");
        assertThat(attribute(span, "version")).isEqualTo("HTTP/1.1");
        assertThat(attribute(span, "server.address")).isEqualTo("127.0.0.1");
        assertThat(attribute(span, Keys.HTTP_STATUS)).isEqualTo(200);
        assertThat(attribute(span, Keys.TIME_TO_FIRST_BYTE)).isPositive();
    }

    @Test
    void refusesSeveralParentsAndLeavesMetricsOut() throws Exception {
        int port = serve((request, response) -> response.setStatus(204));
        RawHttp.exchange(port, "GET /metrics", List.of(), "");
        RawHttp.exchange(port, "GET /v1/a", List.of(PARENT, PARENT), "");

        assertThat(recorded.await(SpanKind.SERVER).getTraceId()).isNotEqualTo(TRACE);
    }

    @Test
    void exceptionsAreErrors() throws Exception {
        int port = serve((request, response) -> {
            throw new ServletException("wrapped", new IllegalStateException("broken"));
        });
        assertThat(RawHttp.exchange(port, "GET /v1/a", List.of(), "")).startsWith("HTTP/1.1 500");

        SpanData span = recorded.await(SpanKind.SERVER);
        assertThat(attribute(span, "error.type")).isEqualTo("java.lang.IllegalStateException");
        assertThat(attribute(span, Keys.HTTP_STATUS)).isEqualTo(500);
    }

    @Test
    void asynchronousStreamsEndTheSpanWhenCompleted() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch more = new CountDownLatch(1);
        int port = serve((request, response) -> {
            AsyncContext async = request.startAsync();
            threads.execute(() -> {
                try {
                    response.setContentType("text/event-stream");
                    response.getOutputStream().write("data: 1\n\n".getBytes(UTF_8));
                    response.flushBuffer();
                    first.countDown();
                    more.await();
                    response.getOutputStream().write("data: 2\n\n".getBytes(UTF_8));
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                } finally {
                    async.complete();
                }
            });
        });
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write("GET /v1/s HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
            first.await();
            assertThat(recorded.spans()).isEmpty();
            more.countDown();
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .contains("data: 2");
        }

        SpanData span = recorded.await(SpanKind.SERVER);
        assertThat(attribute(span, Keys.HTTP_RESPONSE_SIZE)).isEqualTo(18);
        assertThat(attribute(span, Keys.TIME_TO_FIRST_BYTE))
                .isLessThan(span.getEndEpochNanos() - span.getStartEpochNanos());
    }

    @Test
    void dispatchedRequestsHaveOneSpan() throws Exception {
        AtomicReference<String> second = new AtomicReference<>("");
        int port = serve((request, response) -> {
            if (request.getDispatcherType() == DispatcherType.REQUEST) {
                AsyncContext async = request.startAsync();
                threads.execute(async::dispatch);
            } else {
                second.set(Span.current().getSpanContext().getSpanId());
                response.getWriter().print("done");
            }
        });
        assertThat(RawHttp.exchange(port, "GET /v1/a", List.of(), "")).contains("done");

        SpanData span = recorded.await(SpanKind.SERVER);
        assertThat(second.get()).isEqualTo(span.getSpanId());
        assertThat(attribute(span, Keys.HTTP_STATUS)).isEqualTo(200);
    }

    @Test
    void requestsNotCompletedInTimeAreErrors() throws Exception {
        int port = serve((request, response) -> request.startAsync().setTimeout(50));
        assertThat(RawHttp.exchange(port, "GET /v1/a", List.of(), "")).startsWith("HTTP/1.1 500");

        SpanData span = recorded.await(SpanKind.SERVER);
        assertThat(attribute(span, "error.type")).isEqualTo("java.util.concurrent.TimeoutException");
        assertThat(attribute(span, Keys.HTTP_STATUS)).isEqualTo(500);
    }

    @Test
    void clientsThatGoAwayAreSeen() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        int port = serve((request, response) -> {
            try {
                response.getOutputStream().write(1);
                response.flushBuffer();
                gone.await();
                byte[] block = new byte[100_000];
                for (int i = 0; i < 1000; i++) {
                    response.getOutputStream().write(block);
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } catch (IOException e) {
                // Swallowed, as handlers do.
                assertThat(e).isNotNull();
            }
        });
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write("GET /v1/s HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(UTF_8));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
        gone.countDown();

        assertThat(attribute(recorded.await(SpanKind.SERVER), "error.type")).isEqualTo("cancelled");
    }
}
