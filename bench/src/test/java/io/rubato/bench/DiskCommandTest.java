package io.rubato.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskCommandTest {
    @Test
    void sumsFilesByTheFirstNameBelow(@TempDir Path dir) throws Exception {
        Files.createDirectories(dir.resolve("blocks/a"));
        Files.write(dir.resolve("blocks/a/data"), new byte[700]);
        Files.write(dir.resolve("blocks/b"), new byte[300]);
        Files.write(dir.resolve("manifest"), new byte[5]);
        Map<String, Long> sizes = DiskUsage.of(dir);
        assertThat(sizes).containsOnly(Map.entry("blocks", 1_000L), Map.entry("manifest", 5L));
        assertThat(DiskUsage.total(sizes)).isEqualTo(1_005);
        assertThat(DiskUsage.of(dir.resolve("absent"))).isEmpty();
    }
}
