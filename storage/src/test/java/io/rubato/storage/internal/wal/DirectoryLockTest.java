package io.rubato.storage.internal.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
    @TempDir
    Path directory;

    @Test
    void oneLogOfAProcessAtATime() throws IOException {
        WriteAheadLog first = WriteAheadLog.open(directory, Logs.SMALL);
        assertThatIOException()
                .isThrownBy(() -> WriteAheadLog.open(directory, Logs.SMALL))
                .withMessageContaining("already open in this process");
        first.close();
        WriteAheadLog.open(directory, Logs.SMALL).close();
    }

    @Test
    void oneProcessAtATime() throws Exception {
        Process other = ChildLog.start(directory, Logs.SMALL);
        try (BufferedReader output = other.inputReader(StandardCharsets.US_ASCII)) {
            assertThat(output.readLine()).isEqualTo(ChildLog.READY);
            assertThatIOException()
                    .isThrownBy(() -> WriteAheadLog.open(directory, Logs.SMALL))
                    .withMessageContaining("in use by process " + other.pid());
        } finally {
            other.destroyForcibly().waitFor();
        }
        WriteAheadLog.open(directory, Logs.SMALL).close();
    }
}
