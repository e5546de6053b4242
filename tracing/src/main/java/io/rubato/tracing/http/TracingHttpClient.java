package io.rubato.tracing.http;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.rubato.tracing.context.RequestIds;
import io.rubato.tracing.internal.channel.Channel;
import io.rubato.tracing.internal.channel.Keys;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// An [HttpClient] that gives every request a CLIENT span and the headers of its context. The span ends when the body
/// of the response has been read to its end or given up, also when `send` has long returned a stream of it.
///
/// `traceparent` and `tracestate` of the request itself give way to those of the span; an `x-request-id` set on the
/// request stays. Requests take the context that is current when `send` or `sendAsync` is called. As safe for
/// concurrent use as the client inside, which its owner closes; closing this one does nothing.
public final class TracingHttpClient extends HttpClient {
    private final HttpClient client;
    private final Channel channel;

    private TracingHttpClient(HttpClient client, OpenTelemetry openTelemetry) {
        this.client = client;
        this.channel = new Channel(openTelemetry, "io.rubato.tracing.http");
    }

    public static HttpClient wrap(HttpClient client, OpenTelemetry openTelemetry) {
        return new TracingHttpClient(client, openTelemetry);
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        ClientCall call = start(request);
        try {
            return client.send(call.request(), call.traced(handler));
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            call.failed(e);
            throw e;
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        return sendAsync(request, handler, null);
    }

    /// Cancelling the future aborts the request, so that it is handed out as it is and not a stage after it.
    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request,
            HttpResponse.BodyHandler<T> handler,
            HttpResponse.@Nullable PushPromiseHandler<T> pushHandler) {
        ClientCall call = start(request);
        CompletableFuture<HttpResponse<T>> response;
        try {
            response = client.sendAsync(call.request(), call.traced(handler), pushHandler);
        } catch (RuntimeException | Error e) {
            call.failed(e);
            throw e;
        }
        response.whenComplete((answer, thrown) -> {
            if (thrown != null) {
                call.failed(thrown);
            }
        });
        return response;
    }

    private ClientCall start(HttpRequest request) {
        Context parent = Context.current();
        SpanBuilder builder = channel.span(request.method(), SpanKind.CLIENT, parent);
        HttpServerTracing.setMethod(builder, request.method());
        URI uri = request.uri();
        builder.setAttribute(Keys.URL_FULL, withoutCredentials(uri));
        if (uri.getHost() != null) {
            int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
            new Peer(uri.getHost(), port).describe(builder, Keys.SERVER_ADDRESS, Keys.SERVER_PORT);
        }
        Span span = builder.startSpan();
        return new ClientCall(span, withHeaders(request, parent.with(span)));
    }

    private static String withoutCredentials(URI uri) {
        if (uri.getRawUserInfo() == null) {
            return uri.toString();
        }
        try {
            return new URI(
                            uri.getScheme(),
                            "REDACTED:REDACTED",
                            uri.getHost(),
                            uri.getPort(),
                            uri.getPath(),
                            uri.getQuery(),
                            uri.getFragment())
                    .toString();
        } catch (URISyntaxException e) {
            return uri.getScheme() + "://" + uri.getHost();
        }
    }

    private HttpRequest withHeaders(HttpRequest request, Context context) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        channel.inject(context, headers, (map, name, value) -> {
            if (map != null) {
                map.put(name, value);
            }
        });
        boolean traced = headers.containsKey("traceparent");
        for (String own : request.headers().map().keySet()) {
            if (own.equalsIgnoreCase(RequestIds.REQUEST_ID_HEADER)
                    || own.equalsIgnoreCase(RequestIds.DYNAMO_REQUEST_ID_HEADER)) {
                headers.remove(own);
            }
        }
        if (headers.isEmpty()) {
            return request;
        }
        HttpRequest.Builder copy = HttpRequest.newBuilder(
                request,
                (name, value) -> !headers.containsKey(name) && !(traced && name.equalsIgnoreCase("tracestate")));
        headers.forEach(copy::setHeader);
        return copy.build();
    }

    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        return client.newWebSocketBuilder();
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }
}
