package io.rubato.server.internal.api;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.query.QueryContext;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.route.Route;
import io.rubato.storage.Snapshot;
import java.time.Duration;

/// Queries over gRPC: a message is checked, then what it asks is answered with any number of messages, within the time
/// that the client waits. Stateless.
///
/// @param most that a query may take
public record GrpcQuery(QueryRunner runner, Duration most) {
    /// Makes work of a message.
    public interface Checking {
        /// Called on an event loop; must not block.
        ///
        /// @throws BadRequest for a message that is wrong
        /// @throws MalformedOtlpException for what is no message
        Work work(ServiceRequestContext ctx, byte[] message) throws MalformedOtlpException;
    }

    /// Sends messages and then returns.
    public interface Work {
        /// @throws NotFound for what is not stored
        void run(Snapshot snapshot, QueryContext context, GrpcStream out) throws Exception;
    }

    /// A method for those who may query.
    public Route method(Checking checking) {
        return Route.query(new GrpcService((ctx, message, out) -> {
            Work work = work(checking, ctx, message);
            Duration timeout = GrpcTimeout.of(ctx.request().headers().get("grpc-timeout", ""), most);
            runner.ask(
                    ctx,
                    timeout,
                    (snapshot, context) -> {
                        work.run(snapshot, context, out);
                        return out;
                    },
                    GrpcStream::end,
                    out::fail);
        }));
    }

    private static Work work(Checking checking, ServiceRequestContext ctx, byte[] message) {
        try {
            return checking.work(ctx, message);
        } catch (MalformedOtlpException e) {
            throw new BadRequest("malformed message: " + e.getMessage());
        }
    }
}
