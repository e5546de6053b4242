package io.rubato.bench;

import io.rubato.generator.TraceSample;
import io.rubato.generator.Truth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Some of the traces that were sent, one a line, fields separated by tabs, so that queries know what
/// to look for.
final class TruthFile {
    private static final int FIELDS = 9;

    private TruthFile() {}

    static void write(Path file, Truth truth) throws IOException {
        Files.write(file, truth.samples().stream().map(TruthFile::line).toList());
    }

    private static String line(TraceSample sample) {
        return String.join(
                "\t",
                sample.traceId(),
                sample.requestId(),
                sample.userId(),
                Long.toString(sample.startNanos()),
                Long.toString(sample.endNanos()),
                sample.rootService(),
                sample.rootName(),
                Integer.toString(sample.spans()),
                Integer.toString(sample.errors()));
    }

    /// @throws IOException if the file cannot be read or is not such a file
    static List<TraceSample> read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        for (String line : lines) {
            if (line.split("\t", -1).length != FIELDS) {
                throw new IOException(file + " has the line \"" + line + "\": expected " + FIELDS
                        + " fields separated by tabs, as `bench load --truth` writes them");
            }
        }
        return lines.stream().map(TruthFile::sample).toList();
    }

    private static TraceSample sample(String line) {
        String[] fields = line.split("\t", -1);
        return new TraceSample(
                fields[0],
                fields[1],
                fields[2],
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                fields[5],
                fields[6],
                Integer.parseInt(fields[7]),
                Integer.parseInt(fields[8]));
    }
}
