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
import io.rubato.server.internal.route.Access;
import io.rubato.server.internal.route.Route;
import io.rubato.server.internal.tenant.TenantHeader;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Stands before every route of an HTTP port, also of gRPC on it, and asks for the right that the route declares. What
/// is
/// not a [Route] is closed to everybody.
public final class HttpGate implements DecoratingHttpServiceFunction {
    private static final String GRPC = "application/grpc";

    private final Authenticator authenticator;

    public HttpGate(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public HttpResponse serve(HttpService service, ServiceRequestContext ctx, HttpRequest request) throws Exception {
        Optional<Access> access = Route.access(ctx.config());
        if (access.isEmpty()) {
            return refuse(Refused.forbidden("no right is declared for this path"), ctx, request);
        }
        Optional<Right> needed = needed(access.get(), request.headers());
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

    /// A browser asks without a password whether a page may send; nothing comes in with that.
    private static Optional<Right> needed(Access access, RequestHeaders headers) {
        boolean preflight = headers.method() == HttpMethod.OPTIONS
                && headers.contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD, "POST");
        return preflight && access.needed(HttpMethod.POST).equals(Optional.of(Right.INGEST))
                ? Optional.empty()
                : access.needed(headers.method());
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
