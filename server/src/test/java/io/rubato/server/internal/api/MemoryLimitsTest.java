package io.rubato.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.rubato.server.GrpcClient;
import io.rubato.server.Running;
import io.rubato.server.TempoProto;
import io.rubato.server.config.MetricsSettings;
import io.rubato.server.config.QueryMemorySettings;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.config.ServerConfig;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Queries over what they may use, and traces too large to be shown whole.
class MemoryLimitsTest {
    private static final String EVERYTHING =
            "{} | select(span:id, span:parentID, name, duration, resource.service.name)";

    @TempDir
    private Path directory;

    private @Nullable Running running;

    private Client start(long memory, long result, long trace) {
        ServerConfig usual = Running.config(directory, "");
        QuerySettings query = new QuerySettings(
                20,
                0,
                Duration.ZERO,
                3,
                0,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                1 << 17,
                10,
                MetricsSettings.DEFAULT,
                new QueryMemorySettings(memory, result, trace));
        Running started = Running.with(usual.withQuery(query));
        running = started;
        ReplayedSpans.send(started);
        return new Client(started);
    }

    @AfterEach
    void stop() {
        Objects.requireNonNull(running).close();
    }

    private static Object[] metrics(String q) {
        return new Object[] {"q", q, "start", ReplayedSpans.FIRST, "end", ReplayedSpans.END, "step", "1s"};
    }

    @Test
    void aQueryThatNeedsTooMuchMemory() {
        Client client = start(10_000, 64 << 20, 0);
        assertThat(client.refused(413, "/api/search", "q", "{} | by(span:id)", "limit", 1_000, "spss", 100))
                .isEqualTo("the query needs more memory than 10000 bytes"
                        + " (expected: a smaller limit, or fewer values to group by)");
        assertThat(client.refused(413, "/api/metrics/query_range", metrics("{} | rate() by(name, status, kind)")))
                .startsWith("the metrics query needs more than ")
                .contains("(expected: fewer groups, a longer step or a shorter range)");
        assertThat(client.search("q", "{}", "limit", 1).get("traces")).hasSize(1);
    }

    @Test
    void anAnswerThatIsTooLarge() {
        Client client = start(0, 10_000, 0);
        assertThat(client.refused(413, "/api/search", "q", EVERYTHING, "limit", 1_000, "spss", 100))
                .isEqualTo("the answer is larger than 10000 bytes"
                        + " (expected: a smaller limit, fewer spans per spanset, or fewer groups)");
        String expected =
                "the answer is larger than 10000 bytes (expected: fewer groups, a longer step or a shorter range)";
        assertThat(client.refused(413, "/api/metrics/query_range", metrics("{} | rate()")))
                .isEqualTo(expected);
        assertThat(client.range(
                                "q",
                                "{} | rate()",
                                "start",
                                ReplayedSpans.FIRST,
                                "end",
                                ReplayedSpans.END,
                                "step",
                                "60s")
                        .get("series"))
                .hasSize(1);
        try (GrpcClient grpc = new GrpcClient(client.running().server.apiUrl())) {
            long second = 1_000_000_000;
            assertThatThrownBy(() -> grpc.call(
                            "tempopb.StreamingQuerier/MetricsQueryRange",
                            TempoProto.of(
                                    "QueryRangeRequest",
                                    "query",
                                    "{} | rate()",
                                    "start",
                                    ReplayedSpans.FIRST * second,
                                    "end",
                                    ReplayedSpans.END * second,
                                    "step",
                                    second),
                            "QueryRangeResponse"))
                    .hasMessage("RESOURCE_EXHAUSTED: " + expected);
        }
    }

    @Test
    void aTraceThatIsTooLarge() throws Exception {
        String id = ReplayedSpans.shownId(0);
        Client client = start(0, 64 << 20, 700);
        assertThat(client.refused(422, "/api/traces/" + id)).isEqualTo("trace exceeds max size (max bytes: 700)");
        String note = "Trace exceeds maximum size of 700 bytes, a partial trace is returned";
        JsonNode part = json(client, "/api/v2/traces/" + id);
        assertThat(part.get("status").asText()).isEqualTo("PARTIAL");
        assertThat(part.get("message").asText()).isEqualTo(note);
        assertThat(part.findValues("spanId")).hasSizeBetween(1, 4);
        TempoProto.Tree envelope = TempoProto.parse("TraceByIDResponse", client.protobuf(200, "/api/v2/traces/" + id));
        assertThat(envelope.number("status")).isEqualTo(1);
        assertThat(envelope.text("message")).isEqualTo(note);
        TracesData trace = TracesData.parseFrom((ByteString) ((List<?>) envelope.get("trace")).getFirst());
        assertThat(trace.getSerializedSize()).isBetween(300, 720);
        // What a filter leaves may be small enough.
        JsonNode one = json(client, Client.path("/api/v2/traces/" + id, "q", "{ name = \"SELECT\" }"));
        assertThat(one.get("message").asText())
                .isEqualTo("Trace filtered, only a subset of spans matching the filter is returned");
        assertThat(one.findValues("spanId")).hasSize(1);
        assertThat(json(client, Client.path("/api/v2/traces/" + id, "q", "{ name != \"SELECT\" }"))
                        .get("message")
                        .asText())
                .isEqualTo(note + "; Trace filtered, only a subset of spans matching the filter is returned");
        assertThat(json(client, "/api/v2/traces/" + ReplayedSpans.BARE).has("status"))
                .isFalse();
    }

    private static JsonNode json(Client client, String path) throws Exception {
        HttpResponse<String> answer = client.running().get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    @Test
    void warningsAreInAHeader() {
        Running running = start(0, 64 << 20, 0).running();
        for (String path : new String[] {
            "/api/search?q=%7B%7Dwith(colour=1,most_recent=3)", "/api/metrics/query?q=%7B%7D%7Crate()with(colour=1)"
        }) {
            assertThat(running.get(path).headers().allValues("x-rubato-warning"))
                    .as(path)
                    .contains("unknown hint colour was left out of account");
        }
        assertThat(running.get("/api/search?q=%7B%7Dwith(colour=1,most_recent=3)")
                        .headers()
                        .allValues("x-rubato-warning"))
                .hasSize(2);
        assertThat(running.get("/api/search?q=%7B%7D").headers().firstValue("x-rubato-warning"))
                .isEmpty();
    }
}
