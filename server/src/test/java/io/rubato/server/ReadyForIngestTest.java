package io.rubato.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.server.config.ServerConfig;
import io.rubato.server.config.StorageSettings;
import io.rubato.storage.SpanStore;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Readiness for queries and for spans are two questions.
class ReadyForIngestTest {
    @TempDir
    private Path directory;

    private static ServerConfig withMinFreeBytes(ServerConfig config, long bytes) {
        StorageSettings storage = config.storage();
        return new ServerConfig(
                config.server(),
                config.receivers(),
                config.limits(),
                new StorageSettings(
                        storage.dataDir(),
                        storage.walPath(),
                        storage.blocksPath(),
                        storage.walFsync(),
                        storage.walSegmentBytes(),
                        bytes,
                        storage.minFreePercent()),
                config.head(),
                config.compaction(),
                config.retention(),
                config.query(),
                config.rules(),
                config.spanMetrics(),
                config.security(),
                config.tenants());
    }

    @Test
    void aStoreThatTakesSpansIsReadyForBoth() {
        try (Running running = Running.in(directory)) {
            assertThat(running.get("/ready").statusCode()).isEqualTo(200);
            assertThat(running.get("/ready?for=ingest").statusCode()).isEqualTo(200);
            assertThat(running.get("/ready?for=ingest").body()).startsWith("ready\n");
        }
    }

    @Test
    void aFullDiskIsReadyForQueriesOnly() {
        try (Running running = Running.with(withMinFreeBytes(Running.config(directory, ""), Long.MAX_VALUE))) {
            assertThat(running.get("/ready").statusCode()).isEqualTo(200);
            HttpResponse<String> ingest = running.get("/ready?for=ingest");
            assertThat(ingest.statusCode()).isEqualTo(503);
            assertThat(ingest.body()).startsWith("read-only: the disk of ").contains("MiB free");
            assertThat(ingest.headers().firstValue("retry-after")).hasValue("1");
        }
    }

    @Test
    void aStoreThatOpensIsReadyForNothing() {
        CompletableFuture<SpanStore> opened = new CompletableFuture<>();
        try (Running running = Running.over(Running.config(directory, ""), opened::join)) {
            assertThat(running.get("/ready").statusCode()).isEqualTo(503);
            HttpResponse<String> ingest = running.get("/ready?for=ingest");
            assertThat(ingest.statusCode()).isEqualTo(503);
            assertThat(ingest.body()).isEqualTo("starting: replaying the log\n");
            opened.complete(new MemoryStore());
            running.server.awaitReady();
            assertThat(running.get("/ready?for=ingest").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void otherPurposesAreRefused() {
        try (Running running = Running.in(directory)) {
            HttpResponse<String> answer = running.get("/ready?for=dinner");
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("'dinner'", "for=ingest");
        }
    }
}
