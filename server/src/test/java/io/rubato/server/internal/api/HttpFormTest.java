package io.rubato.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.server.Running;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Methods, headers and the pages for operators, of an empty store.
class HttpFormTest {
    @TempDir
    private static Path directory;

    private static Running running;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        running = Running.in(directory);
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterAll
    static void stop() {
        client.close();
        running.close();
    }

    @Test
    void headIsGetWithoutTheBody() throws Exception {
        for (String path : List.of("/api/echo", "/ready", "/api/search?q=%7B%7D", "/api/v2/search/tags", "/status")) {
            HttpResponse<String> get = running.get(path);
            HttpResponse<String> head = send("HEAD", path);
            assertThat(head.statusCode()).as(path).isEqualTo(get.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(head.headers().firstValueAsLong("content-length"))
                    .hasValue(get.body().length());
            assertThat(head.headers().firstValue("content-type"))
                    .isEqualTo(get.headers().firstValue("content-type"));
        }
        assertThat(send("HEAD", "/api/traces/1234").statusCode()).isEqualTo(404);
    }

    @Test
    void otherMethods() throws Exception {
        HttpResponse<String> options = send("OPTIONS", "/api/search");
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValue("allow")).hasValue("GET, HEAD, POST, OPTIONS");
        assertThat(send("POST", "/api/search?q=%7B%7D").body()).startsWith("{\"traces\":[]");
        HttpResponse<String> delete = send("DELETE", "/api/search");
        assertThat(delete.statusCode()).isEqualTo(405);
        assertThat(delete.body()).isEqualTo("Method Not Allowed");
    }

    @Test
    void answersVaryByEncoding() throws Exception {
        for (String path : List.of("/api/search?q=%7B%7D", "/metrics", "/status/endpoints")) {
            assertThat(running.get(path).headers().allValues("vary")).as(path).containsExactly("accept-encoding");
            HttpResponse<byte[]> gzip = running.get(path, BodyHandlers.ofByteArray(), "accept-encoding", "gzip");
            assertThat(gzip.headers().allValues("vary")).as(path).containsExactly("accept-encoding");
        }
    }

    @Test
    void aBrowserGetsThePageOfThatNameAndEverybodyElseText() {
        HttpResponse<String> page = running.get("/status", "accept", "text/html,application/xhtml+xml,*/*;q=0.8");

        assertThat(page.body()).contains("<div id=\"root\">");
        assertThat(page.headers().firstValue("vary")).contains("accept, accept-encoding");
        assertThat(running.get("/status", "accept", "*/*").body()).startsWith("tempo, version 2.");
    }

    @Test
    void pagesForOperators() {
        assertThat(running.get("/status/version").body()).startsWith("tempo, version 2.");
        assertThat(running.get("/status/services").body()).startsWith("store: Running\nHTTP API and web page: Running");
        assertThat(running.get("/status/endpoints").body()).contains("/api/v2/search/tag/{tag}/values\n", "/status\n");
        assertThat(running.get("/status/config").body()).contains("query:\n  default_result_limit: 20\n");
        assertThat(running.get("/status/config?mode=diff").body())
                .contains("http_listen_port: 0")
                .doesNotContain("default_result_limit");
        assertThat(running.get("/status/config?mode=defaults").body()).contains("http_listen_port: 3200");
        assertThat(running.get("/status/config?mode=x").statusCode()).isEqualTo(400);
        assertThat(running.get("/status").body()).contains("store: Running", "/api/echo", "http_listen_port");
        assertThat(running.get("/status/overrides").statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsNotConfiguredIsNotThere() {
        for (String path : List.of("/api/overrides", "/api/mcp", "/usage_metrics", "/flush", "/api/metrics/summary")) {
            assertThat(running.get(path).statusCode()).as(path).isEqualTo(404);
            assertThat(running.get(path).body()).isEqualTo("404 page not found\n");
        }
    }

    private static HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(running.server.apiUrl().resolve(path))
                .method(method, BodyPublishers.noBody())
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
