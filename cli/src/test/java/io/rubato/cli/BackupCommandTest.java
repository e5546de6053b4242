package io.rubato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.generator.GeneratorOptions;
import io.rubato.generator.TraceGenerator;
import io.rubato.storage.Compression;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupCommandTest {
    @TempDir
    private Path directory;

    private static void fill(SpanStore store) {
        TraceGenerator generator = new TraceGenerator(9, GeneratorOptions.of(500));
        while (generator.hasNext()) {
            byte[] body = generator.next().body();
            store.ingest(Compression.NONE, body, 0, body.length).join();
        }
    }

    private static long spans(Path data) throws IOException {
        try (SpanStore store = SpanStore.open(StoreOptions.at(data))) {
            return store.status().spans();
        }
    }

    @Test
    void copiesEveryStoreAndBack() throws IOException {
        Path data = directory.resolve("data");
        Path tenant = data.resolve("tenants/one");
        Path backup = directory.resolve("backup");
        try (SpanStore store = SpanStore.open(StoreOptions.at(data));
                SpanStore other = SpanStore.open(StoreOptions.at(tenant))) {
            fill(store);
            fill(other);
            Command command = Command.run("backup", backup, "--data", data);
            assertThat(command.status()).as(command.err()).isZero();
            assertThat(command.out()).contains(" bytes with the log");
        }
        Path restored = directory.resolve("restored");
        assertThat(Command.run("restore", backup, "--data", restored).status()).isZero();
        assertThat(spans(restored)).isEqualTo(spans(data)).isGreaterThanOrEqualTo(500);
        assertThat(spans(restored.resolve("tenants/one"))).isEqualTo(spans(tenant));
        Command again = Command.run("restore", backup, "--data", restored);
        assertThat(again.status()).isNotZero();
        assertThat(again.err()).contains("is not empty");
    }

    @Test
    void saysWhereNoStoreIs() {
        Command command = Command.run("backup", directory.resolve("backup"), "--data", directory);
        assertThat(command.status()).isNotZero();
        assertThat(command.err()).contains("has no store");
    }
}
