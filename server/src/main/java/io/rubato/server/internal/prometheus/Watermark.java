package io.rubato.server.internal.prometheus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalLong;

/// Up to when spans have been counted, in a file, so that a restart counts none twice and leaves none out.
///
/// @param file of one line: Unix nanoseconds
record Watermark(Path file) {
    /// @throws IOException when the file cannot be read, or is none of ours
    OptionalLong read() throws IOException {
        try {
            return OptionalLong.of(Long.parseLong(Files.readString(file).strip()));
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        } catch (NumberFormatException e) {
            throw new IOException(file + " does not hold a time in nanoseconds", e);
        }
    }

    void write(long nanos) throws IOException {
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(whole, nanos + "\n");
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
