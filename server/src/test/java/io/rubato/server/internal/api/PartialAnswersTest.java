package io.rubato.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.server.Running;
import io.rubato.server.SmallBlocks;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A store of which one block is missing at the start: whatever may lack its spans says so.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PartialAnswersTest {
    private static final String IN_RANGE =
            "start=" + SmallBlocks.SECOND + "&end=" + (SmallBlocks.SECOND + SmallBlocks.TRACES + 1);
    private static final String BEFORE = "start=" + (SmallBlocks.SECOND - 2000) + "&end=" + (SmallBlocks.SECOND - 1000);

    private Running running;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        SmallBlocks.open(directory).close();
        try (Stream<Path> files = Files.walk(directory.resolve("blocks"))) {
            Files.delete(files.filter(file -> file.endsWith("data")).findFirst().orElseThrow());
        }
        running = Running.in(directory);
    }

    @AfterAll
    void stop() {
        running.close();
    }

    private static boolean isWarned(HttpResponse<String> answer) {
        return answer.headers().allValues("x-rubato-warning").stream()
                .anyMatch(warning -> warning.startsWith("block ") && warning.contains("cannot be read"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/search?q={}&",
                "/api/rubato/search?q={}&",
                "/api/metrics/query_range?q={}|rate()&step=10s&",
                "/api/v2/search/tags?",
                "/api/v2/search/tag/resource.service.name/values?",
                "/api/search/tags?",
                "/api/rubato/graph?"
            })
    void whatCoversItsTimeIsPartial(String path) {
        String encoded = path.replace("{", "%7B").replace("}", "%7D").replace("|", "%7C");
        HttpResponse<String> answer = running.get(encoded + IN_RANGE);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(isWarned(answer)).isTrue();
        assertThat(answer.body()).doesNotContain("\"COMPLETE\"");
        HttpResponse<String> before = running.get(encoded + BEFORE);
        assertThat(before.statusCode()).isEqualTo(200);
        assertThat(isWarned(before)).isFalse();
    }

    private static String id(int trace) {
        return "%032x".formatted(trace + 1);
    }

    @Test
    void everyTraceByIdIsPartial() {
        int found = 0;
        for (int i = 0; i < SmallBlocks.TRACES; i++) {
            HttpResponse<String> first = running.get("/api/traces/" + id(i));
            found += first.statusCode() == 200 ? 1 : 0;
            assertThat(first.statusCode()).isIn(200, 404);
            assertThat(isWarned(first)).isTrue();
            HttpResponse<String> second = running.get("/api/v2/traces/" + id(i));
            assertThat(isWarned(second)).isTrue();
            assertThat(second.body()).contains("\"PARTIAL\"").contains("Parts of the store cannot be read");
        }
        assertThat(found).isEqualTo(SmallBlocks.TRACES - 1);
    }

    @Test
    void statusAndMetricsTellOfIt() {
        assertThat(running.get("/api/rubato/status").body())
                .containsPattern("\"warnings\":\\[\"block [^\"]* cannot be read: ")
                .contains("\"blocks_damaged\":1");
        assertThat(running.get("/metrics").body())
                .contains("rubato_store_warnings 1\n")
                .contains("rubato_loop_failures_total{loop=\"maintenance\"} 0\n")
                .contains("rubato_loop_failures_total{loop=\"log-commit\"} 0\n")
                .contains("rubato_loop_age_seconds{loop=\"tail\"} ");
    }
}
