package io.rubato.examples.serving.plane;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.rubato.examples.serving.trace.Failures;
import io.rubato.tracing.async.Relation;
import io.rubato.tracing.context.WorkerIdentity;
import io.rubato.tracing.nats.NatsTracing;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Takes requests as NATS messages that want a reply: an empty one if the request is taken, a line if not.
final class NatsRequestServer implements RequestServer {
    private final String url;
    private final Connection connection;

    /// @param self whose subjects are listened to; its address is not known yet
    NatsRequestServer(OpenTelemetry openTelemetry, String url, Instance self, Map<String, Endpoint> endpoints)
            throws IOException {
        this.url = url;
        this.connection = NatsConnection.open(url);
        WorkerIdentity identity = new WorkerIdentity(self.namespace(), self.component(), self.id());
        NatsTracing tracing = new NatsTracing(openTelemetry, identity);
        endpoints.forEach((name, endpoint) -> connection
                .createDispatcher(tracing.asyncHandler(message -> handle(message, name, endpoint), Relation.PARENT))
                .subscribe(self.subject(name)));
    }

    private CompletionStage<?> handle(Message message, String name, Endpoint endpoint) {
        Span.current().setAttribute("endpoint", name);
        try {
            CompletionStage<?> work = endpoint.accept(Envelope.decode(message.getData()));
            reply(message, "");
            return work;
        } catch (RefusedException e) {
            Failures.record(Span.current(), "refused", e);
            reply(message, e.line());
            return CompletableFuture.completedStage(null);
        }
    }

    private void reply(Message message, String line) {
        if (message.getReplyTo() != null) {
            connection.publish(message.getReplyTo(), line.getBytes(UTF_8));
        }
    }

    @Override
    public String address() {
        return url;
    }

    @Override
    public void close() {
        NatsConnection.close(connection);
    }
}
