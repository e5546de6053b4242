package io.rubato.tracing.http;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.rubato.tracing.context.RequestIds;
import io.rubato.tracing.internal.channel.Channel;
import io.rubato.tracing.internal.channel.Keys;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// How requests to an HTTP server are traced, whichever the server. Immutable and safe for any number of threads.
///
/// Each request gets a SERVER span `http-request` that ends with the response's body, with the attributes of the HTTP
/// semantic conventions and Dynamo's `method`, `uri` and `version`. A request without a valid `x-request-id` is given
/// one. The response has the headers `x-request-id` and, if traced, `x-trace-id`.
public final class HttpServerTracing {
    /// The response header with the id of the trace.
    public static final String TRACE_ID_HEADER = "x-trace-id";

    /// The value of `error.type` when the client went away before it had the whole response.
    public static final String CANCELLED = "cancelled";

    private static final Set<String> METHODS =
            Set.of("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE");
    private static final Set<String> WATCHED =
            Set.of("/health", "/healthz", "/live", "/livez", "/ready", "/readyz", "/metrics");

    private final Channel channel;
    private final String spanName;
    private final Predicate<String> untraced;
    private final boolean requestIds;

    private HttpServerTracing(Builder builder) {
        this.channel = new Channel(builder.openTelemetry, "io.rubato.tracing.http");
        this.spanName = builder.spanName;
        this.untraced = builder.untraced;
        this.requestIds = builder.requestIds;
    }

    /// With the defaults of [Builder].
    public static HttpServerTracing create(OpenTelemetry openTelemetry) {
        return builder(openTelemetry).build();
    }

    public static Builder builder(OpenTelemetry openTelemetry) {
        return new Builder(openTelemetry);
    }

    static boolean isWatched(String path) {
        return WATCHED.contains(path);
    }

    /// The context that a request came with, given a request id if it lacks one.
    <C> Context caller(C request, TextMapGetter<C> getter) {
        Context context = channel.extract(request, getter);
        RequestIds ids = RequestIds.from(context);
        if (!requestIds || ids.requestId() != null) {
            return context;
        }
        return new RequestIds(UUID.randomUUID().toString(), ids.dynamoRequestId()).storeIn(context);
    }

    boolean isTraced(String path) {
        return !untraced.test(path);
    }

    ServerCall start(Context caller, RequestLine request) {
        SpanBuilder builder = channel.span(spanName, SpanKind.SERVER, caller);
        setMethod(builder, request.method());
        builder.setAttribute(Keys.URL_PATH, request.path())
                .setAttribute(Keys.URL_SCHEME, request.scheme())
                .setAttribute(Keys.METHOD, request.method())
                .setAttribute(Keys.URI, request.uri())
                .setAttribute(Keys.VERSION, request.protocol())
                .setAttribute(
                        Keys.PROTOCOL_VERSION,
                        request.protocol().substring(request.protocol().indexOf('/') + 1));
        setIfPresent(builder, Keys.URL_QUERY, request.query());
        setIfPresent(builder, Keys.HTTP_ROUTE, request.route());
        setIfPresent(builder, Keys.USER_AGENT, request.userAgent());
        request.local().describe(builder, Keys.SERVER_ADDRESS, Keys.SERVER_PORT);
        request.peer().describe(builder, Keys.PEER_ADDRESS, Keys.PEER_PORT);
        request.peer().describe(builder, Keys.CLIENT_ADDRESS, null);
        return new ServerCall(builder.startSpan(), caller);
    }

    /// The conventions know a fixed list of methods, so that nobody can fill an index with invented ones.
    static void setMethod(SpanBuilder builder, String method) {
        if (METHODS.contains(method)) {
            builder.setAttribute(Keys.HTTP_METHOD, method);
        } else {
            builder.setAttribute(Keys.HTTP_METHOD, "_OTHER");
            builder.setAttribute(Keys.HTTP_METHOD_ORIGINAL, method);
        }
    }

    private static void setIfPresent(
            SpanBuilder builder, io.opentelemetry.api.common.AttributeKey<String> key, @Nullable String value) {
        if (value != null) {
            builder.setAttribute(key, value);
        }
    }

    /// Builds an [HttpServerTracing].
    public static final class Builder {
        private final OpenTelemetry openTelemetry;
        private String spanName = "http-request";
        private Predicate<String> untraced = HttpServerTracing::isWatched;
        private boolean requestIds = true;

        private Builder(OpenTelemetry openTelemetry) {
            this.openTelemetry = openTelemetry;
        }

        /// What the spans are called: `http-request` unless said otherwise.
        public Builder spanName(String name) {
            this.spanName = name;
            return this;
        }

        /// Which paths get no span: unless said otherwise `/health`, `/live`, `/ready`, their forms with a z, and
        /// `/metrics`. Work done for them still sees the caller's context and request ids.
        public Builder untraced(Predicate<String> path) {
            this.untraced = path;
            return this;
        }

        /// Whether a request without a valid `x-request-id` is given a random one, as it is unless said otherwise.
        public Builder generateRequestIds(boolean generate) {
            this.requestIds = generate;
            return this;
        }

        public HttpServerTracing build() {
            return new HttpServerTracing(this);
        }
    }
}
