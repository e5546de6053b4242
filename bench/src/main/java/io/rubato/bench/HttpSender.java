package io.rubato.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// OTLP/HTTP with protobuf bodies, HTTP/1.1. The JDK's client opens as many connections as requests are
/// in flight; `connections` is the number of clients that share them.
final class HttpSender implements Sender {
    private static final int ERROR_TEXT = 200;

    private final URI endpoint;
    private final boolean gzip;
    private final List<HttpClient> clients;
    private final AtomicInteger next = new AtomicInteger();

    /// With `gzip`, bodies given to [#send] must be compressed already.
    HttpSender(URI endpoint, int connections, boolean gzip) {
        this.endpoint = endpoint;
        this.gzip = gzip;
        this.clients = IntStream.range(0, connections)
                .mapToObj(i -> HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(10))
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build())
                .toList();
    }

    @Override
    public CompletableFuture<Ack> send(byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (gzip) {
            request.header("Content-Encoding", "gzip");
        }
        HttpClient client = clients.get(Math.floorMod(next.getAndIncrement(), clients.size()));
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray())
                .thenApply(HttpSender::answer);
    }

    private static Ack answer(HttpResponse<byte[]> response) {
        try {
            if (response.statusCode() != 200) {
                String text = new String(response.body(), StandardCharsets.UTF_8);
                throw new IOException("HTTP " + response.statusCode() + ": "
                        + text.substring(0, Math.min(text.length(), ERROR_TEXT)));
            }
            return Ack.decode(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        clients.forEach(HttpClient::shutdownNow);
    }
}
