package io.rubato.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// A known hole of a library.
///
/// @param from first version that has it
/// @param fixed first version after that without it
record Advisory(String artifact, String from, String fixed, String name, String text) {
    /// Those that come with this version of Rubato.
    static List<Advisory> known() throws IOException {
        try (InputStream in = Objects.requireNonNull(Advisory.class.getResourceAsStream("advisories.tsv"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return read(lines, "advisories.tsv");
        }
    }

    /// @param source for messages
    /// @throws IOException also when a line is not an advisory
    static List<Advisory> read(BufferedReader lines, String source) throws IOException {
        List<String> all = lines.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        for (String line : all) {
            if (line.split("\t").length != 5) {
                throw new IOException(source + ": '" + line
                        + "', expected artifact, first affected version, first fixed version, name and text, with tabs"
                        + " between");
            }
        }
        return all.stream().map(line -> line.split("\t")).map(Advisory::of).toList();
    }

    private static Advisory of(String[] fields) {
        return new Advisory(fields[0], fields[1], fields[2], fields[3], fields[4]);
    }

    boolean affects(Library library) {
        return library.artifact().equals(artifact)
                && compare(library.version(), from) >= 0
                && compare(library.version(), fixed) < 0;
    }

    /// Numbers in their order; what is not a number, such as `Final`, does not count.
    static int compare(String version, String other) {
        return Arrays.compare(numbers(version), numbers(other));
    }

    private static long[] numbers(String version) {
        long[] numbers = new long[6];
        int count = 0;
        for (String part : version.split("\\D+")) {
            if (!part.isEmpty() && count < numbers.length) {
                numbers[count++] = Long.parseLong(part);
            }
        }
        return numbers;
    }
}
