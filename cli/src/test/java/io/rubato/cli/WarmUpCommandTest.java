package io.rubato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Tag("slow")
class WarmUpCommandTest {
    @TempDir
    Path directory;

    @Test
    void everythingIsAnsweredAndNothingStays() {
        Path data = directory.resolve("data");
        StringWriter errors = new StringWriter();
        int status = new CommandLine(new WarmUpCommand())
                .setErr(new PrintWriter(errors))
                .execute("--spans=3000", "--rounds=1", "--seconds=600", data.toString());
        assertThat(errors.toString()).isEmpty();
        assertThat(status).isZero();
        assertThat(data).doesNotExist();
    }
}
