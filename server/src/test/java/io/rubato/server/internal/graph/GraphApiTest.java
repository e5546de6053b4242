package io.rubato.server.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.server.Running;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The graph over HTTP, field by field.
class GraphApiTest {
    private static final long T = 1_700_000_000L;
    private static final String RANGE = "start=" + T + "&end=" + (T + 100);

    @TempDir
    private static Path directory;

    private static Running running;

    @BeforeAll
    static void start() {
        running = Running.in(directory);
        send(Shop.request(1, T * 1_000_000_000, false));
        send(Shop.request(2, (T + 1) * 1_000_000_000, true));
        send(Shop.job(3, (T + 2) * 1_000_000_000));
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    private static void send(TracesData traces) {
        URI url = running.server.otlpHttpUrl().orElseThrow().resolve("/v1/traces");
        assertThat(running.post(url, "application/x-protobuf", traces.toByteArray())
                        .statusCode())
                .isEqualTo(200);
    }

    private static JsonNode get(String path) throws Exception {
        HttpResponse<String> response = running.get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new ObjectMapper().readTree(response.body());
    }

    private static List<String> lines(JsonNode array) {
        List<String> lines = new ArrayList<>();
        array.forEach(one -> lines.add(one.toString()));
        return lines;
    }

    @Test
    void showsServicesAndTheirCalls() throws Exception {
        JsonNode graph = get("/api/rubato/graph?" + RANGE);
        assertThat(lines(graph.get("nodes")))
                .containsExactly(
                        node("cart", "service", 2, 1, 200),
                        node("frontend", "service", 2, 0, 500),
                        node("invoicing", "service", 1, 0, 100),
                        node("mailer", "service", 2, 0, 40),
                        node("postgresql", "database", 2, 0, 50),
                        node("user", "virtual", 0, 0, 0));
        assertThat(lines(graph.get("edges")))
                .containsExactly(
                        edge("cart", "postgresql", "database", 2, 0, 50, 0),
                        edge("frontend", "cart", "call", 2, 1, 300, 200),
                        edge("frontend", "mailer", "messaging", 2, 0, 5, 40),
                        edge("user", "frontend", "virtual", 2, 0, 0, 500));
        assertThat(graph.get("spans").asLong()).isEqualTo(15);
        assertThat(graph.properties()).hasSize(3);
    }

    private static String node(String name, String kind, int calls, int errors, int millis) {
        long nanos = millis * 1_000_000L;
        return "{'service':'%s','kind':'%s','calls':%d,'errors':%d,'avgNs':%d,'p50Ns':%d,'p95Ns':%d,'p99Ns':%d}"
                .formatted(name, kind, calls, errors, nanos, nanos, nanos, nanos)
                .replace('\'', '"');
    }

    private static String edge(
            String client, String server, String kind, int calls, int errors, int clientMillis, int serverMillis) {
        long c = clientMillis * 1_000_000L;
        long s = serverMillis * 1_000_000L;
        return ("{'client':'%s','server':'%s','kind':'%s','calls':%d,'errors':%d,'clientP50Ns':%d,'clientP95Ns':%d,"
                        + "'clientP99Ns':%d,'serverP50Ns':%d,'serverP95Ns':%d,'serverP99Ns':%d}")
                .formatted(client, server, kind, calls, errors, c, c, c, s, s, s)
                .replace('\'', '"');
    }

    @Test
    void countsOnlyWhatTheFilterLeaves() throws Exception {
        String q = URLEncoder.encode("{ status = error }", StandardCharsets.UTF_8);
        JsonNode graph = get("/api/rubato/graph?" + RANGE + "&q=" + q);
        assertThat(lines(graph.get("edges"))).containsExactly(edge("frontend", "cart", "call", 1, 1, 300, 200));
        assertThat(lines(get("/api/rubato/graph?start=" + (T + 50) + "&end=" + (T + 60))
                        .get("nodes")))
                .isEmpty();
    }

    @Test
    void showsOperationsOfOneService() throws Exception {
        JsonNode found = get("/api/rubato/operations?service=cart&" + RANGE);
        assertThat(lines(found.get("operations")))
                .containsExactly(
                        node("GET /cart", "server", 2, 1, 200).replace("service", "name"),
                        node("SELECT", "client", 2, 0, 50).replace("service", "name"));
        assertThat(lines(get("/api/rubato/operations?service=nobody&" + RANGE).get("operations")))
                .isEmpty();
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(running.get("/api/rubato/operations").body())
                .isEqualTo("service is missing (expected: the name of a service)");
        assertThat(running.get("/api/rubato/graph?start=5&end=3").statusCode()).isEqualTo(400);
        assertThat(running.get("/api/rubato/graph?q=%7B").body()).startsWith("invalid TraceQL query: ");
    }
}
