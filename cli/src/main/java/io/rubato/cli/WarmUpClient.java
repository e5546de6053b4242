package io.rubato.cli;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.zip.GZIPOutputStream;

/// Asks a server as its users do: over HTTP/1.1, and over gRPC on HTTP/2 in clear text.
final class WarmUpClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int PREFIX_BYTES = 5;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// The body of an answer.
    ///
    /// @throws IOException also for a status other than 200
    byte[] get(URI url, String accept) throws IOException, InterruptedException {
        return checked(http.send(
                HttpRequest.newBuilder(url)
                        .timeout(TIMEOUT)
                        .header("Accept", accept)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray()));
    }

    byte[] post(URI url, String type, boolean gzip, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url).timeout(TIMEOUT).header("Content-Type", type);
        if (gzip) {
            request.header("Content-Encoding", "gzip");
        }
        return checked(http.send(
                request.POST(HttpRequest.BodyPublishers.ofByteArray(gzip ? gzip(body) : body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray()));
    }

    private static byte[] checked(HttpResponse<byte[]> response) throws IOException {
        if (response.statusCode() != 200) {
            throw new IOException(response.uri() + " answered " + response.statusCode() + ", expected 200: "
                    + new String(response.body(), StandardCharsets.UTF_8).strip());
        }
        return response.body();
    }

    /// One call with one message; what comes back is read and dropped.
    CompletableFuture<?> call(URI base, String method, boolean gzip, byte[] message) throws IOException {
        byte[] body = gzip ? gzip(message) : message;
        ByteBuffer framed = ByteBuffer.allocate(PREFIX_BYTES + body.length);
        framed.put((byte) (gzip ? 1 : 0)).putInt(body.length).put(body);
        RequestHeadersBuilder headers = RequestHeaders.builder(HttpMethod.POST, method)
                .add("content-type", "application/grpc")
                .add("te", "trailers");
        if (gzip) {
            headers.add("grpc-encoding", "gzip");
        }
        // The JDK's client has no HTTP/2 in clear text without an upgrade.
        return WebClient.of("h2c://" + base.getAuthority())
                .execute(headers.build(), framed.array())
                .aggregate()
                .thenAccept(answer -> check(method, answer));
    }

    private static void check(String method, AggregatedHttpResponse answer) {
        String status = answer.trailers().get("grpc-status", answer.headers().get("grpc-status", "none"));
        if (!status.equals("0")) {
            throw new CompletionException(new IOException(method + " answered " + answer.status() + " and grpc-status "
                    + status + ", expected 0: " + answer.trailers().get("grpc-message", "")));
        }
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(body);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
