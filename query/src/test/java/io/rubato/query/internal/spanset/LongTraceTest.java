package io.rubato.query.internal.spanset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rubato.query.Deadline;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.QueryException;
import io.rubato.query.QueryLimits;
import io.rubato.query.SearchRequest;
import io.rubato.query.Spanset;
import io.rubato.query.TraceMatch;
import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.eval.Binder;
import io.rubato.query.memory.PlainSpan;
import io.rubato.query.memory.PlainTrace;
import io.rubato.query.memory.Stores;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanStore;
import io.rubato.storage.model.Origin;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.SpanSource;
import io.rubato.traceql.Pipeline;
import io.rubato.traceql.TraceQl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A trace of 200,000 spans: one chain of half of them, the others side by side below the first. What compares each
/// span
/// with each other would take hours.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(Deadline.SECONDS)
class LongTraceTest {
    private static final int SPANS = 200_000;
    private SpanStore store;
    private Snapshot snapshot;

    @BeforeAll
    void fill(@TempDir Path directory) throws Exception {
        TraceId id = new TraceId(1, 1);
        Origin origin = new Origin("s", List.of(), "", "", "", List.of(), "");
        List<PlainSpan> spans = IntStream.rangeClosed(1, SPANS)
                .mapToObj(i -> new PlainSpan(
                        id,
                        i,
                        i <= SPANS / 2 ? i - 1 : 1,
                        "name " + i % 2,
                        1,
                        0,
                        "",
                        i,
                        1,
                        origin,
                        List.of(),
                        List.of(),
                        List.of()))
                .toList();
        store = Stores.head(directory, List.of(new PlainTrace(id, spans)));
        snapshot = store.snapshot();
    }

    @AfterAll
    void close() {
        snapshot.close();
        store.close();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " -> ", quoteCharacter = '~', textBlock = """
            { } >> { }                               -> 199999
            { } << { }                               -> 99999
            { } ~ { }                                -> 100001
            { } !>> { }                              -> 1
            { } &>> { }                              -> 200000
            { span:id = "64" } >> { }                -> 99900
            { nestedSetLeft = 1 } > { }              -> 100001
            { span:id = "100" } << { }               -> 255
            ({ } >> { }) ~ { }                       -> 100001
            by(name) | { } >> { } | coalesce()       -> 149998
            by(name) | { } << { } | coalesce()       -> 99998
            by(name) | { } ~ { } | coalesce()        -> 100001
            { } | max(span:childCount) = 100001      -> 200000
            """)
    void takesItsTimeOnce(String query, int matched) {
        List<TraceMatch> traces = search(query, QueryLimits.DEFAULT);
        assertThat(traces).hasSize(1);
        assertThat(traces.getFirst().spansets()).extracting(Spanset::matched).containsExactly(matched);
    }

    @Test
    void splitsIntoAsManySetsAsThereAreSpans() {
        assertThat(search("by(span:id) | count() = 1", new QueryLimits(1L << 30, 1L << 30))
                        .getFirst()
                        .spansets())
                .hasSize(SPANS);
    }

    @Test
    void saysWhatIsTooMuch() {
        String query = "by(span:id) | count() = 1";
        assertThatThrownBy(() -> search(query, new QueryLimits(1_000_000, Long.MAX_VALUE)))
                .isInstanceOf(QueryException.class)
                .hasMessage("the query needs more memory than 1000000 bytes"
                        + " (expected: a smaller limit, or fewer values to group by)");
        assertThatThrownBy(() -> search(query, new QueryLimits(Long.MAX_VALUE, 1_000_000)))
                .isInstanceOf(QueryException.class)
                .hasMessage("the answer is larger than 1000000 bytes"
                        + " (expected: a smaller limit, fewer spans per spanset, or fewer groups)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"{ duration + 1 > 2 }", "{ span:id =~ `.*1` }", "by(name)", "max(span:childCount + 1) > 1"})
    void asksInBetweenWhetherToGoOn(String query) {
        SpanSource source = snapshot.sources().getFirst();
        SpansetPlan plan = SpansetPlan.bind((Pipeline) TraceQl.parse(query).body(), new Binder(source));
        AtomicInteger asked = new AtomicInteger();
        plan.evaluate(new BatchScope(source, 0, asked::incrementAndGet));
        assertThat(asked.get()).isGreaterThan(SPANS / 10_000);
    }

    private List<TraceMatch> search(String query, QueryLimits limits) {
        SearchRequest request = new SearchRequest(TraceQl.parse(query), Long.MIN_VALUE, Long.MAX_VALUE, 20, 3);
        QueryContext context = QueryContext.withTimeout(Duration.ofMinutes(1), Runnable::run, 1, limits);
        return new QueryEngine().search(snapshot, request, context).traces();
    }
}
