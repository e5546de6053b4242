package io.rubato.server.internal.grpc;

import io.netty.handler.codec.http2.Http2Headers;
import io.rubato.server.internal.coding.ContentCoding;
import io.rubato.server.internal.coding.ContentCodings;
import io.rubato.server.internal.grpc.GrpcAnswer.Failure;
import io.rubato.server.internal.grpc.GrpcGate.Admission;
import io.rubato.server.internal.http.BodyBudget;
import io.rubato.server.internal.route.Access;
import io.rubato.server.internal.tenant.TenantHeader;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What a port serves.
///
/// @param methods by path, as in `/package.Service/Method`
/// @param maxMessage of one message as sent, bytes
/// @param budget for all messages that are arriving
/// @param unknown what to say to a method that is not here
/// @param gate says who may call
public record GrpcRoutes(
        Map<String, GrpcMethod> methods, int maxMessage, BodyBudget budget, String unknown, GrpcGate gate) {
    static final String CONTENT_TYPE = "application/grpc";

    public GrpcRoutes {
        methods = Map.copyOf(methods);
    }

    /// For everybody.
    public GrpcRoutes(Map<String, GrpcMethod> methods, int maxMessage, BodyBudget budget, String unknown) {
        this(methods, maxMessage, budget, unknown, GrpcGate.OPEN);
    }

    /// The same for those whom a gate lets in.
    public GrpcRoutes behind(GrpcGate guard) {
        return new GrpcRoutes(methods, maxMessage, budget, unknown, guard);
    }

    /// Where a request goes.
    sealed interface Route {
        record To(GrpcMethod method, String tenant, ContentCodings codings) implements Route {}

        record Nowhere(GrpcAnswer answer) implements Route {}
    }

    Route route(Http2Headers request, SocketAddress from) {
        String path = text(request.path());
        String type = text(request.get("content-type"));
        if (!text(request.method()).equals("POST") || !isGrpc(type)) {
            return new Route.Nowhere(new GrpcAnswer.Plain(
                    415, "gRPC only: POST with content-type application/grpc (got: '" + type + "')\n"));
        }
        GrpcMethod method = methods.get(path);
        String tenant = text(request.get(TenantHeader.NAME));
        CompletableFuture<Admission> admission =
                gate.ask(access(method), new GrpcGate.Caller(text(request.get("authorization")), tenant, from));
        boolean known = admission.isDone();
        if (known) {
            switch (admission.join()) {
                case GrpcGate.TurnedAway(GrpcAnswer answer) -> {
                    return new Route.Nowhere(answer);
                }
                case GrpcGate.Admitted(String admitted) -> tenant = admitted;
            }
        }
        if (method == null) {
            return new Route.Nowhere(new Failure(Failure.UNIMPLEMENTED, "no method " + path + ": " + unknown, null));
        }
        String encoding = text(request.get("grpc-encoding"));
        Optional<ContentCodings> codings = ContentCodings.of(List.of(encoding));
        return codings.isEmpty()
                ? new Route.Nowhere(new Failure(
                        Failure.UNIMPLEMENTED,
                        "grpc-encoding '" + encoding + "' is not supported, expected " + ContentCoding.SUPPORTED,
                        null))
                : new Route.To(known ? method : new Awaited(method, admission), tenant, codings.get());
    }

    /// Those who may send spans learn that a method is not here.
    private static Access access(@Nullable GrpcMethod method) {
        return method == null ? Access.INGEST : method.access();
    }

    private static String text(@Nullable CharSequence value) {
        return value == null ? "" : value.toString();
    }

    private static boolean isGrpc(String type) {
        return type.equals(CONTENT_TYPE)
                || type.startsWith(CONTENT_TYPE + "+proto")
                || type.startsWith(CONTENT_TYPE + ";");
    }
}
