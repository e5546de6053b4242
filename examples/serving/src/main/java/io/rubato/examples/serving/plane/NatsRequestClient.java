package io.rubato.examples.serving.plane;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.opentelemetry.context.Context;
import io.rubato.tracing.context.TraceHeaders;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends requests as [NatsRequestServer] takes them.
final class NatsRequestClient implements RequestClient {
    private final Connection connection;
    private final Duration timeout;

    NatsRequestClient(String url, Duration timeout) throws IOException {
        this.connection = NatsConnection.open(url);
        this.timeout = timeout;
    }

    @Override
    public void send(Instance worker, String endpoint, byte[] envelope) throws PlaneException, InterruptedException {
        Headers headers = new Headers();
        TraceHeaders.of(Context.current()).forEach(headers::put);
        NatsMessage message = NatsMessage.builder()
                .subject(worker.subject(endpoint))
                .headers(headers)
                .data(envelope)
                .build();
        try {
            Message reply =
                    connection.requestWithTimeout(message, timeout).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (reply.getData().length > 0) {
                throw RefusedException.parse(new String(reply.getData(), UTF_8));
            }
        } catch (TimeoutException | CancellationException e) {
            throw new UnreachableException(
                    worker + " on " + worker.subject(endpoint) + " did not answer: " + connection.getStatus(), e);
        } catch (ExecutionException | IllegalStateException e) {
            throw new UnreachableException(worker + " on " + worker.subject(endpoint) + " cannot be reached: " + e, e);
        }
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
