package io.rubato.server.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.server.MemoryStore;
import io.rubato.server.RubatoServer;
import io.rubato.server.Running;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorsTest {
    @TempDir
    private Path directory;

    @Test
    void onlyTheOriginsThatAreConfiguredMaySend() throws Exception {
        try (RubatoServer server = RubatoServer.start(Running.config(directory, ""), MemoryStore::new);
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            URI url = server.otlpHttpUrl().orElseThrow().resolve("/v1/traces");
            assertThat(allowed(client, url, "https://shop.example")).hasValue("https://shop.example");
            assertThat(allowed(client, url, "https://shop.example.evil.test")).isEmpty();
            assertThat(allowed(client, url, "https://shopxexample")).isEmpty();
        }
    }

    private static Optional<String> allowed(HttpClient client, URI url, String origin) throws Exception {
        HttpRequest preflight = HttpRequest.newBuilder(url)
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("origin", origin)
                .header("access-control-request-method", "POST")
                .header("access-control-request-headers", "content-type")
                .build();
        HttpResponse<Void> answer = client.send(preflight, BodyHandlers.discarding());
        return answer.headers().firstValue("access-control-allow-origin");
    }
}
