package io.rubato.examples.serving.plane;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/// Takes requests as NATS messages that want a reply: an empty one if the request is taken, a line if not.
final class NatsRequestServer implements RequestServer {
    private final PayloadTracing tracing;
    private final String url;
    private final Connection connection;

    /// @param self whose subjects are listened to; its address is not known yet
    NatsRequestServer(PayloadTracing tracing, String url, Instance self, Map<String, Endpoint> endpoints)
            throws IOException {
        this.tracing = tracing;
        this.url = url;
        this.connection = NatsConnection.open(url);
        endpoints.forEach((name, endpoint) -> {
            Dispatcher dispatcher = connection.createDispatcher(message -> handle(message, name, endpoint));
            dispatcher.subscribe(self.subject(name));
        });
    }

    private void handle(Message message, String name, Endpoint endpoint) {
        Headers headers = message.getHeaders();
        Context caller = HeaderMap.context(headers == null ? Set.of() : headers.entrySet());
        String answer = "";
        try {
            tracing.handle(caller, name, endpoint, message.getData());
        } catch (RefusedException e) {
            answer = e.line();
        }
        if (message.getReplyTo() != null) {
            connection.publish(message.getReplyTo(), answer.getBytes(UTF_8));
        }
    }

    @Override
    public String address() {
        return url;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
