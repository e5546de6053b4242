package io.rubato.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rubato.server.Await;
import io.rubato.server.Running;
import io.rubato.server.SmallBlocks;
import io.rubato.server.internal.api.SlowQueries.Slow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What operators are told of storage and queries.
class OperatorsTest {
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
    void storageIsByBlockAndByPart() {
        JsonNode storage = json("/api/rubato/storage");

        assertThat(storage.get("retentionSeconds").asLong()).isEqualTo(14 * 24 * 3600);
        assertThat(storage.get("damaged")).isEmpty();
        JsonNode blocks = storage.get("blocks");
        assertThat(blocks).hasSize(SmallBlocks.TRACES);
        assertThat(blocks.at("/0/startNanos").asText())
                .isEqualTo(SmallBlocks.SECOND + SmallBlocks.TRACES - 1 + "000000000");
        assertThat(blocks.at("/0/spans").asInt()).isEqualTo(3);
        long whole = blocks.valueStream()
                .mapToLong(block -> block.get("bytes").asLong())
                .sum();
        long parts = storage.get("parts")
                .valueStream()
                .mapToLong(part -> part.get("bytes").asLong())
                .sum();
        assertThat(parts).isPositive().isLessThan(whole);
        JsonNode mixed = storage.get("parts")
                .valueStream()
                .filter(part -> part.get("name").asText().equals("mixed")
                        && part.get("kind").asText().equals("column"))
                .findFirst()
                .orElseThrow();
        assertThat(mixed.get("attribute").asBoolean()).isTrue();
        assertThat(mixed.get("values").asInt()).isEqualTo(3 * SmallBlocks.TRACES);
    }

    @Test
    void aQueryIsAmongTheSlowestAndAProbeIsNot() {
        running.get("/api/search?q=%7B%20name%20%3D%20%22slow%22%20%7D&start=1&end=2");
        running.get("/ready");

        Await.until(
                "the query", () -> json("/api/rubato/slow-queries").toString().contains("slow"));
        JsonNode queries = json("/api/rubato/slow-queries").get("queries");
        JsonNode query = queries.valueStream()
                .filter(one -> one.get("query").asText().equals("{ name = \"slow\" }"))
                .findFirst()
                .orElseThrow();
        assertThat(query.get("route").asText()).isEqualTo("/api/search");
        assertThat(query.get("status").asInt()).isEqualTo(200);
        assertThat(query.get("micros").asLong()).isPositive();
        assertThat(query.get("start").asText()).isEqualTo("1");
        assertThat(queries.toString()).doesNotContain("/ready");
    }

    @Test
    void theSlowestOfTheLastHourAreKept() {
        SlowQueries slow = new SlowQueries();
        Instant noon = Instant.parse("2026-11-22T12:00:00Z");
        for (int i = 0; i < 2 * SlowQueries.KEPT; i++) {
            slow.keep(new Slow(noon.plusSeconds(i), "", "/api/search", "{}", "", "", 200, i));
        }

        assertThat(slow.slowest(noon.plusSeconds(100), _ -> true))
                .hasSize(SlowQueries.KEPT)
                .extracting(Slow::micros)
                .startsWith(99L, 98L)
                .endsWith(50L);
        assertThat(slow.slowest(noon.plusSeconds(3_600 + 98), _ -> true))
                .extracting(Slow::micros)
                .containsExactly(99L, 98L);
    }

    @Test
    void statusSaysWhatCameIn() {
        JsonNode status = json("/api/rubato/status");

        assertThat(status.get("bytesReceived").asLong()).isPositive();
        assertThat(status.get("duplicates").asLong()).isZero();
        assertThat(status.get("events").isObject()).isTrue();
    }

    private static JsonNode json(String path) {
        try {
            return new ObjectMapper().readTree(running.get(path).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
