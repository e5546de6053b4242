package io.rubato.examples.serving.plane;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.opentelemetry.api.OpenTelemetry;
import io.rubato.tracing.nats.NatsTracing;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends requests as [NatsRequestServer] takes them.
final class NatsRequestClient implements RequestClient {
    private final NatsTracing tracing;
    private final Connection connection;
    private final Duration timeout;

    /// As on the other planes, the acknowledgement has no span of its own: see [TcpRequestClient].
    NatsRequestClient(OpenTelemetry openTelemetry, String url, Duration timeout) throws IOException {
        this.tracing = new NatsTracing(OpenTelemetry.propagating(openTelemetry.getPropagators()));
        this.connection = NatsConnection.open(url);
        this.timeout = timeout;
    }

    @Override
    public void send(Instance worker, String endpoint, byte[] envelope) throws PlaneException, InterruptedException {
        String subject = worker.subject(endpoint);
        try {
            Message reply = tracing.request(connection, NatsTracing.message(subject, envelope), timeout)
                    .get(timeout.toMillis() + 100, TimeUnit.MILLISECONDS);
            if (reply.getData().length > 0) {
                throw RefusedException.parse(new String(reply.getData(), UTF_8));
            }
        } catch (TimeoutException | CancellationException e) {
            throw new UnreachableException(
                    worker + " on " + subject + " did not answer; NATS is " + connection.getStatus(), e);
        } catch (ExecutionException e) {
            throw new UnreachableException(worker + " on " + subject + " cannot be reached: " + e.getCause(), e);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new UnreachableException(worker + " on " + subject + " cannot be reached: " + e, e);
        }
    }

    @Override
    public void close() {
        NatsConnection.close(connection);
    }
}
