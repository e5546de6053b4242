package io.rubato.server.internal.api;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.util.concurrent.ScheduledFuture;
import io.rubato.server.internal.life.Life;
import io.rubato.server.internal.route.Route;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// `grpc.health.v1.Health`: serving while queries are answered. A watcher is told at once, and when that changes.
/// Source: <https://github.com/grpc/grpc/blob/master/doc/health-checking.md>
final class GrpcHealth {
    private static final String SERVICE = "/grpc.health.v1.Health/";
    private static final Set<String> KNOWN = Set.of("", "tempopb.StreamingQuerier");
    private static final int NOT_FOUND = 5;
    private static final int SERVING = 1;
    private static final int NOT_SERVING = 2;
    private static final int SERVICE_UNKNOWN = 3;
    private static final long LOOK_MILLIS = 250;

    private final Life life;

    GrpcHealth(Life life) {
        this.life = life;
    }

    /// By path.
    Map<String, Route> methods() {
        return Map.of(
                SERVICE + "Check", Route.open(new GrpcService(this::check)),
                SERVICE + "Watch", Route.open(new GrpcService(this::watch)));
    }

    private void check(ServiceRequestContext ctx, byte[] message, GrpcStream out) {
        String service = new RequestMessage(message).tag();
        if (KNOWN.contains(service)) {
            out.message(status(state()));
            out.end();
        } else {
            out.fail(new QueryFailure(404, NOT_FOUND, "unknown service '" + service + "'"));
        }
    }

    private void watch(ServiceRequestContext ctx, byte[] message, GrpcStream out) {
        boolean known = KNOWN.contains(new RequestMessage(message).tag());
        ctx.clearRequestTimeout();
        int[] told = {known ? state() : SERVICE_UNKNOWN};
        out.message(status(told[0]));
        ScheduledFuture<?> looking = ctx.eventLoop()
                .withoutContext()
                .scheduleAtFixedRate(
                        () -> {
                            int state = known ? state() : SERVICE_UNKNOWN;
                            if (state != told[0]) {
                                told[0] = state;
                                out.message(status(state));
                            }
                        },
                        LOOK_MILLIS,
                        LOOK_MILLIS,
                        TimeUnit.MILLISECONDS);
        CompletableFuture<Boolean> _ = out.response().whenComplete().handle((done, failure) -> looking.cancel(false));
    }

    private int state() {
        return life.stores().isPresent() ? SERVING : NOT_SERVING;
    }

    private static byte[] status(int status) {
        return new byte[] {0x08, (byte) status};
    }
}
