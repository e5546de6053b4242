package io.rubato.storage.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.storage.Compression;
import io.rubato.storage.Otlp;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clocks that are set while a store is open.
class ClockJumpTest {
    @TempDir
    Path directory;

    private final TestClock clock = new TestClock();

    private StoreOptions options() {
        return StoreOptions.at(directory)
                .withClock(clock)
                .withRetention(
                        new StoreOptions.Retention(Duration.ofDays(14), 0, Duration.ZERO, 0, Duration.ofHours(6)))
                .withMerge(new StoreOptions.Merge(Duration.ofHours(1), 500_000, 500_000, 100))
                .withCut(new StoreOptions.Cut(
                        100_000, Long.MAX_VALUE, Duration.ofMinutes(1), Duration.ZERO, Duration.ofNanos(1)));
    }

    private void block(DiskStore store, int id) {
        long now = clock.millis() * 1_000_000;
        byte[] body = Otlp.body(Otlp.span(id, id, 0).setStartTimeUnixNano(now).setEndTimeUnixNano(now + 1));
        store.ingest(Compression.NONE, body, 0, body.length).join();
        clock.advance(Duration.ofMinutes(2));
        store.tickNow();
    }

    @Test
    void aJumpBeyondTheRetentionDeletesNothingUntilSomebodySaysSo() throws IOException {
        Path confirmation = directory.resolve("blocks/retention.confirmed");
        try (DiskStore store = DiskStore.open(options())) {
            block(store, 1);
            block(store, 2);
            assertThat(store.status().health().warnings()).noneMatch(warning -> warning.contains("held back"));
            clock.advance(Duration.ofDays(400));
            store.tickNow();
            store.tickNow();
            assertThat(store.status().spans()).isEqualTo(2);
            assertThat(store.status().health().spansHeldBack()).isEqualTo(2);
            assertThat(store.status().health().warnings())
                    .anyMatch(warning -> warning.startsWith("2 spans are held back: the wall clock is "))
                    .anyMatch(warning -> warning.startsWith("the wall clock went forward by "));
            assertThat(store.status().events().get("clock_jumps")).isPositive();
        }
        // A start is no reason to believe it.
        try (DiskStore store = DiskStore.open(options())) {
            store.tickNow();
            assertThat(store.status().health().spansHeldBack()).isEqualTo(2);
            Files.createFile(confirmation);
            store.tickNow();
            assertThat(store.status().spans()).isZero();
            assertThat(store.status().health().spansHeldBack()).isZero();
            assertThat(confirmation).doesNotExist();
        }
    }

    @Test
    void aClockThatIsSetBackAgainLeavesEverything() throws IOException {
        try (DiskStore store = DiskStore.open(options())) {
            block(store, 1);
            clock.advance(Duration.ofDays(400));
            store.tickNow();
            clock.advance(Duration.ofDays(-400));
            store.tickNow();
            assertThat(store.status().health().spansHeldBack()).isZero();
            assertThat(store.status().spans()).isEqualTo(1);
            assertThat(store.status().health().warnings())
                    .anyMatch(warning -> warning.startsWith("the wall clock went back by "));
        }
    }
}
