package io.rubato.query.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.TagRequest;
import io.rubato.query.TagRequest.TagScope;
import io.rubato.query.TagValuesRequest;
import io.rubato.query.memory.PlainSpan;
import io.rubato.query.memory.PlainTrace;
import io.rubato.query.memory.Stores;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanStore;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import io.rubato.storage.model.Origin;
import io.rubato.storage.model.TraceId;
import io.rubato.traceql.Expression;
import io.rubato.traceql.Field;
import io.rubato.traceql.Intrinsic;
import io.rubato.traceql.IntrinsicRef;
import io.rubato.traceql.SpansetFilter;
import io.rubato.traceql.TraceQl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Names and values of attributes against the oracle: random ranges, filters and limits, over random traces that are
/// cut at random, some of them hidden.
class TagsOracleTest {
    /// What has no list of values, or without a filter one that says nothing of what is stored.
    private static final Set<Intrinsic> OTHERS = Set.of(
            Intrinsic.DURATION,
            Intrinsic.TRACE_DURATION,
            Intrinsic.EVENT_TIME_SINCE_START,
            Intrinsic.NESTED_SET_LEFT,
            Intrinsic.NESTED_SET_RIGHT,
            Intrinsic.NESTED_SET_PARENT,
            Intrinsic.PARENT,
            Intrinsic.STATUS,
            Intrinsic.KIND);

    private static final List<TagScope> SCOPES = List.of(TagScope.values());

    private final QueryEngine engine = new QueryEngine();
    private final ExecutorService executor = Executors.newFixedThreadPool(2);

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        executor.shutdown();
    }

    @Test
    void findsWhatTheOracleFindsInMemory() {
        for (int seed = 1; seed <= 150; seed++) {
            inMemory(seed, 60);
        }
    }

    @Test
    void findsWhatTheOracleFindsInStores() throws Exception {
        for (int seed = 1; seed <= 2; seed++) {
            inStores(seed, 200);
        }
    }

    @Test
    @Tag("slow")
    void findsWhatTheOracleFindsInManyMoreCases() throws Exception {
        long seed = Long.getLong("rubato.seed", 1_000);
        for (int i = 0; i < 1_000; i++) {
            inMemory(seed + i, 100);
        }
        for (int i = 0; i < 20; i++) {
            inStores(seed + i, 300);
        }
    }

    /// So many that each batch has a dictionary of its own.
    @Test
    void findsManyValues() throws Exception {
        List<PlainTrace> traces = IntStream.rangeClosed(1, 20_000)
                .mapToObj(i -> new PlainTrace(new TraceId(7, i), List.of(span(i))))
                .toList();
        TagsOracle oracle = new TagsOracle(traces);
        Field field = TraceQl.parseField("span.user");
        try (SpanStore store = Stores.oneBlock(directory.resolve("many"), traces);
                Snapshot snapshot = store.snapshot()) {
            assertThat(snapshot.sources().getFirst().batches()).isGreaterThan(2);
            for (int limit : List.of(0, 3, 5_000)) {
                for (String filter : List.of("", "{ name = `even` }")) {
                    TagValuesRequest request = new TagValuesRequest(
                            field,
                            TraceQl.lenientFilter(filter),
                            OracleTest.FIRST + 2_500,
                            OracleTest.FIRST + 18_000,
                            limit);
                    QueryContext context = QueryContext.withTimeout(Duration.ofMinutes(1), executor, 2);
                    assertThat(engine.tagValues(snapshot, request, context).values())
                            .isNotEmpty()
                            .isEqualTo(oracle.values(request));
                }
            }
        }
    }

    private static PlainSpan span(int number) {
        Attribute user = new Attribute("user", new AttributeValue.Text("user-" + number * 7919L % 19_000));
        return new PlainSpan(
                new TraceId(7, number),
                1,
                0,
                number % 2 == 0 ? "even" : "odd",
                2,
                0,
                "",
                OracleTest.FIRST + number,
                1,
                new Origin("service", List.of(), "", "", "", List.of(), ""),
                List.of(user),
                List.of(),
                List.of());
    }

    private void inMemory(long seed, int questions) {
        Random random = new Random(seed);
        List<PlainTrace> visible = new ArrayList<>();
        Snapshot snapshot = OracleTest.snapshot(random, new RandomTraces(random), visible);
        TagsOracle oracle = new TagsOracle(visible);
        for (int i = 0; i < questions; i++) {
            check("in memory, seed " + seed, snapshot, oracle, random);
        }
    }

    private void inStores(long seed, int questions) throws Exception {
        Random random = new Random(seed);
        RandomTraces made = new RandomTraces(random, true);
        List<PlainTrace> traces = IntStream.rangeClosed(1, 18)
                .mapToObj(i -> made.trace(new TraceId(random.nextLong(), i)))
                .toList();
        TagsOracle oracle = new TagsOracle(traces);
        try (SpanStore head = Stores.head(directory.resolve(seed + "head"), traces);
                SpanStore block = Stores.oneBlock(directory.resolve(seed + "block"), traces);
                SpanStore cut = Stores.cut(directory.resolve(seed + "cut"), traces, random);
                Snapshot ofHead = head.snapshot();
                Snapshot ofBlock = block.snapshot();
                Snapshot ofCut = cut.snapshot()) {
            for (int i = 0; i < questions; i++) {
                check("head, seed " + seed, ofHead, oracle, random);
                check("one block, seed " + seed, ofBlock, oracle, random);
                check("blocks cut anywhere, seed " + seed, ofCut, oracle, random);
            }
        }
    }

    private void check(String where, Snapshot snapshot, TagsOracle oracle, Random random) {
        RandomExpressions expressions = new RandomExpressions(random);
        Expression filter =
                random.nextInt(5) < 2 ? SpansetFilter.ALL.expression() : expressions.condition(random.nextInt(3));
        long start = random.nextBoolean() ? OracleTest.FIRST + random.nextInt(25) - 2 : Long.MIN_VALUE;
        long end = random.nextBoolean() ? OracleTest.FIRST + random.nextInt(25) : Long.MAX_VALUE;
        int limit = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 0;
        QueryContext context = QueryContext.withTimeout(Duration.ofMinutes(1), executor, 1 + random.nextInt(2));
        if (random.nextInt(4) == 0) {
            TagScope scope = random.nextBoolean() ? null : SCOPES.get(random.nextInt(SCOPES.size()));
            TagRequest request = new TagRequest(scope, filter, start, end, limit);
            assertThat(engine.tagNames(snapshot, request, context).scopes())
                    .as("%s: %s", where, request)
                    .isEqualTo(oracle.names(request));
        } else {
            TagValuesRequest request = new TagValuesRequest(field(expressions), filter, start, end, limit);
            assertThat(engine.tagValues(snapshot, request, context).values())
                    .as("%s: %s", where, request)
                    .isEqualTo(oracle.values(request));
        }
        assertThat(context.damage()).isEmpty();
    }

    private static Field field(RandomExpressions expressions) {
        Field field = expressions.field();
        while (field instanceof IntrinsicRef(Intrinsic intrinsic) && OTHERS.contains(intrinsic)) {
            field = expressions.field();
        }
        return field;
    }
}
