package io.rubato.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Rows of a Markdown table: what was measured, the figure, what it may be at most or must be at least,
/// and the command that measures it.
final class Table {
    private static final String HEAD = "| what | measured | target | command |\n|---|---|---|---|\n";

    private final String command;
    private final List<String> rows = new ArrayList<>();

    /// `command` measures all rows of this table.
    Table(String command) {
        this.command = command;
    }

    void row(String what, String measured, String target) {
        rows.add("| " + String.join(" | ", what, measured, target, "`" + command + "`") + " |\n");
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is in a library that is not used
    static String number(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /// Prints the table and, where a file is given, appends its rows there.
    void write(PrintWriter out, @Nullable Path file) throws IOException {
        out.print(HEAD);
        rows.forEach(out::print);
        out.flush();
        if (file != null) {
            Files.writeString(file, String.join("", rows), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }
}
