package io.rubato.tracing.http;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.rubato.tracing.context.RequestIds;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Traces the requests to a context of the JDK's HTTP server:
///
/// ```java
/// server.createContext("/", handler).getFilters().add(new JdkServerFilter(openTelemetry));
/// ```
///
/// The handler runs in the request's context. A handler may answer later from another thread; it must then close the
/// exchange or its body, as the server asks for anyway, for that ends the span.
public final class JdkServerFilter extends Filter {
    private static final TextMapGetter<Headers> GETTER = new TextMapGetter<>() {
        @Override
        public @Nullable String get(@Nullable Headers headers, String name) {
            return headers == null ? null : headers.getFirst(name);
        }

        @Override
        public Iterator<String> getAll(@Nullable Headers headers, String name) {
            List<String> values = headers == null ? null : headers.get(name);
            return values == null ? Collections.emptyIterator() : values.iterator();
        }
    };

    private final HttpServerTracing tracing;

    public JdkServerFilter(HttpServerTracing tracing) {
        this.tracing = tracing;
    }

    /// With the defaults of [HttpServerTracing.Builder].
    public JdkServerFilter(OpenTelemetry openTelemetry) {
        this(HttpServerTracing.create(openTelemetry));
    }

    @Override
    public String description() {
        return "traces requests";
    }

    @Override
    @SuppressWarnings("try")
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        Context caller = tracing.caller(exchange.getRequestHeaders(), GETTER);
        String requestId = RequestIds.from(caller).requestId();
        if (requestId != null) {
            exchange.getResponseHeaders().set(RequestIds.REQUEST_ID_HEADER, requestId);
        }
        if (!tracing.isTraced(path(exchange.getRequestURI()))) {
            try (Scope scope = caller.makeCurrent()) {
                chain.doFilter(exchange);
            }
            return;
        }
        ServerCall call = tracing.start(caller, line(exchange));
        if (call.isValid()) {
            exchange.getResponseHeaders().set(HttpServerTracing.TRACE_ID_HEADER, call.traceId());
        }
        exchange.setStreams(null, new TracedOutput(exchange.getResponseBody(), call, () -> call.end(status(exchange))));
        handle(exchange, chain, call);
    }

    @SuppressWarnings("try")
    private static void handle(HttpExchange exchange, Chain chain, ServerCall call) throws IOException {
        try (Scope scope = call.context().makeCurrent()) {
            chain.doFilter(exchange);
        } catch (IOException | RuntimeException | Error e) {
            // The server cuts the connection now.
            call.failed(e);
            call.end(status(exchange));
            throw e;
        }
        if (isAnswered(exchange, call)) {
            call.end(status(exchange));
        }
    }

    private static int status(HttpExchange exchange) {
        return Math.max(0, exchange.getResponseCode());
    }

    /// Whether the whole response is out although nobody closed the body: there is none, or all of it was written.
    private static boolean isAnswered(HttpExchange exchange, ServerCall call) {
        int status = exchange.getResponseCode();
        if (status < 0) {
            return false;
        }
        if (status == 204 || status == 304 || exchange.getRequestMethod().equals("HEAD")) {
            return true;
        }
        String length = exchange.getResponseHeaders().getFirst("Content-Length");
        return length != null && length.equals(Long.toString(call.written()));
    }

    private static RequestLine line(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        Peer local = Peer.of(exchange.getLocalAddress());
        URI uri = exchange.getRequestURI();
        return new RequestLine(
                exchange.getRequestMethod(),
                uri.toString(),
                path(uri),
                uri.getRawQuery(),
                exchange.getHttpContext().getServer() instanceof HttpsServer ? "https" : "http",
                exchange.getProtocol(),
                exchange.getHttpContext().getPath(),
                headers.getFirst("User-Agent"),
                Peer.ofHostHeader(headers.getFirst("Host"), local),
                Peer.of(exchange.getRemoteAddress()));
    }

    private static String path(URI uri) {
        return uri.getRawPath() == null ? "" : uri.getRawPath();
    }
}
