package io.rubato.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rubato.query.memory.MemorySnapshot;
import io.rubato.query.memory.MemorySource;
import io.rubato.query.memory.PlainTrace;
import io.rubato.query.memory.Stores;
import io.rubato.query.oracle.PipelineOracle;
import io.rubato.query.oracle.Plain;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanStore;
import io.rubato.storage.scan.SpanSource;
import io.rubato.traceql.Pipeline;
import io.rubato.traceql.TraceQl;
import io.rubato.traceql.TraceQlException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The table `table.tql`: what queries parse to and what they find, however spans are stored, and what the oracle
/// finds.
class QueryTableTest {
    private static final Map<String, String> TRACES = Map.of(
            "T1", "1 2 3 4 5",
            "T2", "11 12",
            "T3", "21 22 23 24 25 26 27 28",
            "T4", "31 32 33 34 35 36 37 38 39 39 3a");

    @TempDir
    Path directory;

    private record Row(String section, String query, String expected) {
        boolean isRun() {
            return Stream.of("ok", "error ", "invalid ").noneMatch(expected::startsWith);
        }
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        String section = "";
        try (InputStream in = Objects.requireNonNull(QueryTableTest.class.getResourceAsStream("table.tql"))) {
            for (String line : new String(in.readAllBytes(), UTF_8).split("\n")) {
                int arrow = line.indexOf(" -> ");
                if (line.startsWith("== ")) {
                    section = line.substring(3);
                } else if (!line.startsWith("#") && arrow >= 0) {
                    rows.add(new Row(section, line.substring(0, arrow), line.substring(arrow + 4)));
                }
            }
        }
        return rows;
    }

    @Test
    void isLarge() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(400);
        assertThat(rows().stream().filter(Row::isRun)).hasSizeGreaterThan(250);
        assertThat(rows()).extracting(Row::query).doesNotHaveDuplicates();
    }

    @TestFactory
    Stream<DynamicTest> parses() throws IOException {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(row.section() + ": " + row.query(), () -> parse(row)));
    }

    private static void parse(Row row) {
        if (row.expected().startsWith("error ") || row.expected().startsWith("invalid ")) {
            TraceQlException error = catchThrowableOfType(TraceQlException.class, () -> TraceQl.parse(row.query()));
            assertThat(error).isNotNull();
            boolean syntax = row.expected().startsWith("error ");
            String place = syntax ? "error " + error.line() + ":" + error.column() + " " : "invalid ";
            assertThat(place + error.getMessage()).startsWith(row.expected().substring(0, place.length()));
            assertThat(error.getMessage()).contains(row.expected().substring(place.length()));
        } else {
            assertThat(TraceQl.parse(TraceQl.parse(row.query()).toString())).isEqualTo(TraceQl.parse(row.query()));
        }
    }

    @TestFactory
    Stream<DynamicTest> inTheOracle() throws IOException {
        List<PipelineOracle> oracles = TableSpans.traces().stream()
                .sorted(Comparator.comparingLong(PlainTrace::start).reversed())
                .map(PipelineOracle::new)
                .toList();
        return tests(query -> oracles.stream()
                .flatMap(oracle -> oracle
                        .evaluate((Pipeline) TraceQl.parse(query).body())
                        .stream()
                        .map(set -> new Found(
                                set.attributes().entrySet().stream()
                                        .map(entry -> entry.getKey() + "=" + Plain.text(entry.getValue()))
                                        .toList(),
                                set.spans().stream()
                                        .map(place -> oracle.span(place).spanId())
                                        .toList())))
                .toList());
    }

    @TestFactory
    Stream<DynamicTest> inMemory() throws IOException {
        List<SpanSource> sources = new ArrayList<>();
        for (PlainTrace trace : TableSpans.traces()) {
            sources.add(new MemorySource(List.of(List.of(trace)), Set.of(), 1));
        }
        return tests(new MemorySnapshot(sources));
    }

    @TestFactory
    Stream<DynamicTest> inTheHead() throws IOException {
        return tests(Stores.head(directory, TableSpans.traces()));
    }

    @TestFactory
    Stream<DynamicTest> inOneBlock() throws IOException {
        return tests(Stores.oneBlock(directory, TableSpans.traces()));
    }

    @TestFactory
    Stream<DynamicTest> inBlocksCutAnywhere() throws IOException {
        return tests(Stores.cut(directory, TableSpans.traces(), new Random(7)));
    }

    private static Stream<DynamicTest> tests(SpanStore store) throws IOException {
        Snapshot snapshot = store.snapshot();
        return tests(snapshot).onClose(() -> {
            snapshot.close();
            store.close();
        });
    }

    private static Stream<DynamicTest> tests(Snapshot snapshot) throws IOException {
        QueryEngine engine = new QueryEngine();
        return tests(query -> {
            SearchRequest request = new SearchRequest(TraceQl.parse(query), Long.MIN_VALUE, Long.MAX_VALUE, 20, 20);
            QueryContext context = QueryContext.withTimeout(Duration.ofMinutes(1));
            return engine.search(snapshot, request, context).traces().stream()
                    .flatMap(trace -> trace.spansets().stream())
                    .map(set -> new Found(
                            set.attributes().stream()
                                    .map(attribute -> attribute.key() + "=" + Plain.text(attribute.value()))
                                    .toList(),
                            set.spans().stream().map(Spanset.SpanMatch::spanId).toList()))
                    .toList();
        });
    }

    private static Stream<DynamicTest> tests(Function<String, List<Found>> search) throws IOException {
        return rows().stream()
                .filter(Row::isRun)
                .map(row -> DynamicTest.dynamicTest(
                        row.section() + ": " + row.query(),
                        () -> assertThat(text(search.apply(row.query()))).isEqualTo(expected(row.expected()))));
    }

    private record Found(List<String> attributes, List<Long> ids) {
        @Override
        public String toString() {
            return "[" + String.join(" ", attributes) + ": " + hex(ids) + "]";
        }
    }

    private static String text(List<Found> sets) {
        if (sets.stream().allMatch(set -> set.attributes().isEmpty())) {
            return hex(sets.stream().flatMap(set -> set.ids().stream()).toList());
        }
        return sets.stream().map(Found::toString).collect(Collectors.joining(" "));
    }

    private static String hex(List<Long> ids) {
        return ids.stream().sorted().map(Long::toHexString).collect(Collectors.joining(" "));
    }

    private static String expected(String text) {
        if (!text.startsWith("[")) {
            return hex(ids(text));
        }
        // Only what stands between the last colon of a set and its end are ids.
        StringBuilder written = new StringBuilder();
        for (String set : text.split("(?<=[0-9a-f]|T[1-4])] (?=\\[)")) {
            String inner = set.endsWith("]") ? set.substring(0, set.length() - 1) : set;
            int colon = inner.lastIndexOf(": ");
            written.append(written.isEmpty() ? "" : " ")
                    .append(inner, 0, colon + 2)
                    .append(hex(ids(inner.substring(colon + 2))))
                    .append(']');
        }
        return written.toString();
    }

    private static List<Long> ids(String text) {
        List<Long> ids = new ArrayList<>();
        for (String word : text.split(" ")) {
            if (word.startsWith("-")) {
                Long gone = Long.parseLong(word.substring(1), 16);
                assertThat(ids).as(text).contains(gone);
                ids.removeIf(gone::equals);
            } else if (word.equals("all")) {
                TRACES.values().forEach(trace -> ids.addAll(ids(trace)));
            } else if (TRACES.containsKey(word)) {
                ids.addAll(ids(TRACES.get(word)));
            } else if (!word.equals("none")) {
                ids.add(Long.parseLong(word, 16));
            }
        }
        return ids;
    }
}
