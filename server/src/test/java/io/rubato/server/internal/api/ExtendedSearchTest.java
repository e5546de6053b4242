package io.rubato.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rubato.server.Running;
import io.rubato.server.SmallBlocks;
import java.io.IOException;
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

/// What a search can do that Tempo's cannot.
class ExtendedSearchTest {
    private static final String PATH = "/api/rubato/search?q=";

    @TempDir
    private static Path directory;

    private static Running running;

    @BeforeAll
    static void start() {
        running = Running.over(Running.config(directory, ""), () -> SmallBlocks.open(directory));
        running.server.awaitReady();
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void itIsASearchWithMore() throws Exception {
        JsonNode plain = StrictJson.search(running.get("/api/search?q=%7B%7D").body());
        JsonNode more = json("{}", "");
        assertThat(more.get("traces")).isEqualTo(plain.get("traces"));
        assertThat(more.get("status").asText()).isEqualTo("COMPLETE");
        assertThat(more.has("total") || more.has("cursor") || more.has("explain"))
                .isFalse();
    }

    @Test
    void aTotalCountsWhatIsNotShown() throws Exception {
        JsonNode two = json("{ status = error }", "&limit=2&total=true");
        assertThat(ids(two)).containsExactly("9", "8");
        assertThat(two.get("total").asInt()).isEqualTo(6);
        assertThat(json(
                                "{ status = error }",
                                "&limit=2&total=true&cursor="
                                        + two.get("cursor").asText())
                        .get("total")
                        .asInt())
                .isEqualTo(6);
    }

    @Test
    void aCursorGoesOnWithoutGapOrRepetition() throws Exception {
        for (String sort : List.of("start", "duration", "errors")) {
            List<String> whole = ids(json("{}", "&limit=20&sort=" + sort));
            assertThat(whole).hasSize(SmallBlocks.TRACES).doesNotHaveDuplicates();
            List<String> parts = new ArrayList<>();
            String cursor = "";
            for (int i = 0; i < 5; i++) {
                JsonNode part = json("{}", "&limit=3&sort=" + sort + cursor);
                parts.addAll(ids(part));
                if (!part.has("cursor")) {
                    break;
                }
                cursor = "&cursor=" + part.get("cursor").asText();
            }
            assertThat(parts).as(sort).isEqualTo(whole);
        }
    }

    @Test
    void otherOrders() throws Exception {
        assertThat(ids(json("{}", "&sort=duration&limit=3"))).containsExactly("a", "9", "8");
        assertThat(ids(json("{}", "&sort=errors"))).containsExactly("3", "6", "9", "2", "5", "8", "1", "4", "7", "a");
    }

    @Test
    void anExplanationCountsMorselsAndBytes() throws Exception {
        JsonNode explain =
                json("{ status = error } | count() > 1", "&explain=true").get("explain");
        assertThat(explain.get("query").asText()).isEqualTo("{ status = error } | count() > 1");
        assertThat(explain.get("sources").size()).isGreaterThanOrEqualTo(SmallBlocks.TRACES);
        assertThat(explain.at("/sources/0/bytes").asLong()).isPositive();
        JsonNode filter = explain.at("/operators/0");
        assertThat(filter.get("name").asText()).isEqualTo("1 Filter");
        assertThat(filter.get("rowsIn").asInt())
                .isEqualTo(3 * filter.get("morsels").asInt());
        assertThat(filter.get("rowsOut").asInt()).isEqualTo(9);
        assertThat(filter.get("bytesRead").asInt()).isPositive();
        JsonNode count = explain.at("/operators/1");
        assertThat(count.get("rowsIn").asInt()).isEqualTo(9);
        assertThat(count.get("rowsOut").asInt()).isEqualTo(6);
        assertThat(explain.at("/operators/2/name").asText()).isEqualTo("answer");
        JsonNode newest = json("{}", "&explain=true&limit=1").get("explain");
        assertThat(newest.at("/operators/0/morsels").asInt()).isLessThan(SmallBlocks.TRACES);
    }

    @Test
    void aStreamIsTheSameInLines() throws Exception {
        JsonNode whole = json("{ status = error }", "&limit=4");
        HttpResponse<String> answer = running.get(PATH + encoded("{ status = error }") + "&limit=4&stream=true");
        assertThat(answer.headers().firstValue("content-type")).contains("application/x-ndjson");
        List<String> ids = new ArrayList<>();
        JsonNode last = new ObjectMapper().createObjectNode();
        for (String line : answer.body().split("\n", -1)) {
            if (!line.isEmpty()) {
                last = new ObjectMapper().readTree(line);
                ids.addAll(ids(last));
                assertThat(last.at("/metrics/totalJobs").asInt())
                        .isGreaterThanOrEqualTo(
                                last.at("/metrics/completedJobs").asInt());
            }
        }
        assertThat(answer.body().lines().count()).isGreaterThan(1);
        assertThat(ids).isEqualTo(ids(whole));
        assertThat(last.get("cursor")).isEqualTo(whole.get("cursor"));
        assertThat(last.get("status").asText()).isEqualTo("COMPLETE");
    }

    @Test
    void aStreamThatIsRefusedHasThatStatus() {
        HttpResponse<String> wrong = running.get(PATH + encoded("{ nam = 3 }") + "&stream=true");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("line 1, col 3");
        assertThat(running.get(PATH + "%7B%7D&stream=true&total=true").statusCode())
                .isEqualTo(400);
    }

    @Test
    void parametersThatAreNone() {
        for (String wrong :
                List.of("&sort=name", "&cursor=x", "&cursor=1-zz", "&total=perhaps", "&explain=2", "&limit=0")) {
            HttpResponse<String> answer = running.get(PATH + "%7B%7D" + wrong);
            assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
            assertThat(answer.body()).startsWith("invalid ").doesNotContain("\n");
        }
    }

    private static List<String> ids(JsonNode answer) {
        return answer.get("traces")
                .valueStream()
                .map(trace -> trace.get("traceID").asText())
                .toList();
    }

    private static JsonNode json(String query, String more) throws IOException {
        HttpResponse<String> answer = running.get(PATH + encoded(query) + more);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }
}
