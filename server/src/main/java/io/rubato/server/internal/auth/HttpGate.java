package io.rubato.server.internal.auth;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.server.auth.Right;
import io.rubato.server.internal.auth.Verdict.Refused;
import io.rubato.server.internal.tenant.TenantHeader;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// Stands before every route of an HTTP port, also of gRPC on it. Sending spans needs one right, everything else the
/// other; readiness and gRPC's health check are open, for those who ask have no passwords.
public final class HttpGate implements DecoratingHttpServiceFunction {
    /// With POST, these take spans in: OTLP, Zipkin, Jaeger's thrift.
    private static final Set<String> INGEST = Set.of("/v1/traces", "/api/v2/spans", "/api/v1/spans", "/api/traces");

    private static final Set<String> OPEN =
            Set.of("/ready", "/grpc.health.v1.Health/Check", "/grpc.health.v1.Health/Watch");

    private static final String GRPC = "application/grpc";

    private final Authenticator authenticator;
    private final String prefix;

    /// @param prefix see `server.http_path_prefix`
    public HttpGate(Authenticator authenticator, String prefix) {
        this.authenticator = authenticator;
        this.prefix = prefix;
    }

    @Override
    public HttpResponse serve(HttpService service, ServiceRequestContext ctx, HttpRequest request) throws Exception {
        Optional<Right> needed = needed(ctx.path(), request.headers());
        if (needed.isEmpty()) {
            return service.serve(ctx, request);
        }
        CompletableFuture<Verdict> verdict = authenticator.ask(
                needed.get(),
                request.headers().get(HttpHeaderNames.AUTHORIZATION, ""),
                ctx.remoteAddress().toString());
        if (verdict.isDone()) {
            return serve(verdict.join(), service, ctx, request);
        }
        return HttpResponse.of(verdict.thenApplyAsync(
                found -> {
                    try {
                        return serve(found, service, ctx, request);
                    } catch (Exception e) {
                        return HttpResponse.ofFailure(e);
                    }
                },
                ctx.eventLoop()));
    }

    private Optional<Right> needed(String path, RequestHeaders headers) {
        String route = !prefix.isEmpty() && path.startsWith(prefix + "/") ? path.substring(prefix.length()) : path;
        if (OPEN.contains(route)) {
            return Optional.empty();
        }
        if (!INGEST.contains(route)) {
            return Optional.of(Right.QUERY);
        }
        // A browser asks without a password whether a page may send; nothing comes in with that.
        if (headers.method() == HttpMethod.OPTIONS
                && headers.contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD, "POST")) {
            return Optional.empty();
        }
        return Optional.of(headers.method() == HttpMethod.POST ? Right.INGEST : Right.QUERY);
    }

    private static HttpResponse serve(
            Verdict verdict, HttpService service, ServiceRequestContext ctx, HttpRequest request) throws Exception {
        return switch (verdict) {
            case Verdict.Granted granted -> {
                String named = TenantHeader.of(request);
                Optional<String> tenants = granted.tenants(named);
                if (tenants.isEmpty()) {
                    yield refuse(granted.otherTenant(), ctx, request);
                }
                yield service.serve(ctx, tenants.get().equals(named) ? request : naming(tenants.get(), ctx, request));
            }
            case Refused refused -> refuse(refused, ctx, request);
        };
    }

    private static HttpRequest naming(String tenants, ServiceRequestContext ctx, HttpRequest request) {
        HttpRequest named = request.mapHeaders(
                headers -> headers.toBuilder().set(TenantHeader.NAME, tenants).build());
        ctx.updateRequest(named);
        return named;
    }

    private static HttpResponse refuse(Refused refused, ServiceRequestContext ctx, HttpRequest request) {
        stopReading(ctx, request);
        return request.headers().get(HttpHeaderNames.CONTENT_TYPE, "").startsWith(GRPC)
                ? grpc(refused)
                : plain(refused);
    }

    /// Nobody reads the body; over HTTP/1 the connection is then of no more use.
    private static void stopReading(ServiceRequestContext ctx, HttpRequest request) {
        if (!ctx.sessionProtocol().isMultiplex() && !request.isComplete() && !request.isEmpty()) {
            CompletableFuture<Void> _ = ctx.initiateConnectionShutdown(0);
        }
    }

    /// The first scheme is what browsers ask their user for.
    private static HttpResponse plain(Refused refused) {
        var headers = ResponseHeaders.builder(HttpStatus.valueOf(refused.httpStatus()))
                .add(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        if (refused.httpStatus() == 401) {
            headers.add(HttpHeaderNames.WWW_AUTHENTICATE, "Basic realm=\"Rubato\", charset=\"UTF-8\"");
            headers.add(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"Rubato\"");
        }
        return HttpResponse.of(headers.build(), HttpData.ofUtf8(refused.text() + "\n"));
    }

    private static HttpResponse grpc(Refused refused) {
        return HttpResponse.of(
                ResponseHeaders.of(HttpStatus.OK, HttpHeaderNames.CONTENT_TYPE, GRPC),
                HttpHeaders.of("grpc-status", Integer.toString(refused.grpcCode()), "grpc-message", refused.text()));
    }
}
