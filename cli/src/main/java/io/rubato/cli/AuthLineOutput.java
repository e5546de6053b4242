package io.rubato.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// Where a line of the file of tokens and users goes.
final class AuthLineOutput {
    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Appends the line to this file instead of printing it; makes it if there is none.")
    private @Nullable Path file;

    void write(CommandLine command, String line) throws IOException {
        Path to = file;
        if (to == null) {
            command.getOut().println(line);
            return;
        }
        if (!Files.exists(to)) {
            Files.createFile(to);
            if (to.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-------"));
            }
        }
        String before = Files.readString(to);
        String end = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
        Files.writeString(to, end + line + "\n", StandardOpenOption.APPEND);
    }
}
