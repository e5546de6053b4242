package io.rubato.traceql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The table `queries.txt`: what parses, what does not and where, what makes no sense and why.
class QueryTableTest {
    private record Row(String section, String query, String expected) {}

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        String section = "";
        try (InputStream in = Objects.requireNonNull(QueryTableTest.class.getResourceAsStream("queries.txt"))) {
            for (String line : new String(in.readAllBytes(), UTF_8).split("\n")) {
                if (line.startsWith("== ")) {
                    section = line.substring(3);
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    int mark = line.indexOf("  ### ");
                    String query = mark < 0 ? line : line.substring(0, mark);
                    rows.add(new Row(section, query, mark < 0 ? "" : line.substring(mark + 6)));
                }
            }
        }
        return rows;
    }

    @Test
    void tableIsLarge() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(250);
        assertThat(rows()).extracting(Row::query).doesNotHaveDuplicates();
    }

    @TestFactory
    Stream<DynamicTest> table() throws IOException {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(row.section() + ": " + row.query(), () -> check(row)));
    }

    private static void check(Row row) {
        switch (row.section()) {
            case "valid" -> checkValid(row);
            case "parse error" -> checkParseError(row);
            case "invalid" -> checkInvalid(row);
            default -> throw new IllegalStateException("section " + row.section());
        }
    }

    private static void checkValid(Row row) {
        Query query = TraceQl.parse(row.query());
        if (!row.expected().isEmpty()) {
            assertThat(query.toString().replace("\n", "\\n")).isEqualTo(row.expected());
        }
        assertThat(TraceQl.parse(query.toString())).isEqualTo(query);
    }

    private static void checkParseError(Row row) {
        TraceQlException error = error(row.query());
        int space = row.expected().indexOf(' ');
        assertThat(error.line() + ":" + error.column() + " " + error.getMessage())
                .startsWith(row.expected().substring(0, space + 1))
                .contains(row.expected().substring(space + 1));
        assertThat(error)
                .hasMessageStartingWith("parse error at line " + error.line() + ", col " + error.column() + ": ");
        assertThat(error.getMessage()).doesNotContain("\n");
    }

    private static void checkInvalid(Row row) {
        TraceQlException error = error(row.query());
        assertThat(error).hasMessageContaining(row.expected());
        assertThat(error.getMessage()).doesNotContain("parse error").doesNotContain("\n");
        assertThat(error.line()).isZero();
    }

    private static TraceQlException error(String query) {
        TraceQlException error = catchThrowableOfType(TraceQlException.class, () -> TraceQl.parse(query));
        assertThat(error).as(query).isNotNull();
        return error;
    }
}
