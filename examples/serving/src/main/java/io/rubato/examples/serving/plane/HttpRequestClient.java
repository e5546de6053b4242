package io.rubato.examples.serving.plane;

import io.opentelemetry.context.Context;
import io.rubato.tracing.context.TraceHeaders;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Sends requests as [HttpRequestServer] takes them.
final class HttpRequestClient implements RequestClient {
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Duration timeout;

    HttpRequestClient(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public void send(Instance worker, String endpoint, byte[] envelope) throws PlaneException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(worker.address() + endpoint))
                .timeout(timeout)
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(envelope));
        TraceHeaders.of(Context.current()).forEach(request::setHeader);
        HttpResponse<String> answer;
        try {
            answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UnreachableException(worker + " at " + worker.address() + " cannot be reached: " + e, e);
        }
        if (answer.statusCode() == 503) {
            throw RefusedException.parse(answer.body());
        }
        if (answer.statusCode() != 202) {
            throw new RefusedException("refused", worker + ": HTTP " + answer.statusCode() + " " + answer.body());
        }
    }

    /// The JDK's client lets go of its connections by itself.
    @Override
    public void close() {}
}
