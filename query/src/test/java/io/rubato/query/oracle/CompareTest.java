package io.rubato.query.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.query.MetricsRequest;
import io.rubato.query.MetricsSeries;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.TimeSteps;
import io.rubato.query.memory.MemorySnapshot;
import io.rubato.query.memory.MemorySource;
import io.rubato.query.memory.PlainSpan;
import io.rubato.query.memory.PlainTrace;
import io.rubato.storage.Snapshot;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import io.rubato.traceql.AttributeRef;
import io.rubato.traceql.Field;
import io.rubato.traceql.Scope;
import io.rubato.traceql.TraceQl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// `compare()` against `count_over_time() by()` of each attribute: random traces stored in several ways, with values of
/// several types under one key, in events, and outside of columns.
class CompareTest {
    private static final List<String> SELECTIONS =
            List.of("status = error", "kind = server", "duration > 3ms", "nestedSetParent < 0");
    private static final List<String> BASES = List.of("", "kind != client", "name != nil", "duration > 1ms");
    private static final AttributeValue NIL = new AttributeValue.Text("nil");
    private final QueryEngine engine = new QueryEngine();

    @Test
    void countsEqualThoseOfGroups() {
        int series = 0;
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            for (int seed = 1; seed <= 40; seed++) {
                Random random = new Random(seed);
                CutStores stores = CutStores.random(random, 12);
                String base = BASES.get(random.nextInt(BASES.size()));
                String selection = SELECTIONS.get(random.nextInt(SELECTIONS.size()));
                long step = (1L + random.nextInt(40)) * 1_000_000;
                TimeSteps steps = TimeSteps.aligned(CutStores.FIRST, CutStores.FIRST + 40_000_000, step);
                Map<List<Object>, List<Double>> expected = expected(stores.whole(), base, selection, steps);
                Snapshot single = ofSingleTypes(stores.traces(), seed);
                String query = "{ " + base + " } | compare({ " + selection + " }, 100000)";
                QueryContext threads = QueryContext.withTimeout(Duration.ofMinutes(1), executor, 2);
                String as = "seed " + seed + ": " + query;
                assertThat(compared(stores.whole(), query, steps, minute()))
                        .as(as)
                        .isEqualTo(expected);
                assertThat(compared(stores.cut(), query, steps, minute()))
                        .as(as)
                        .isEqualTo(expected);
                assertThat(compared(stores.cut(), query, steps, threads)).as(as).isEqualTo(expected);
                assertThat(compared(single, query, steps, minute()))
                        .as(as + " of single types")
                        .isEqualTo(expected(single, base, selection, steps));
                series += expected.size();
            }
        }
        assertThat(series).isGreaterThan(2_000);
    }

    /// Each key has values of one type only.
    private static Snapshot ofSingleTypes(List<PlainTrace> traces, long seed) {
        List<List<PlainTrace>> batches = traces.stream()
                .map(trace -> List.of(new PlainTrace(
                        trace.id(),
                        trace.spans().stream().map(CompareTest::ofSingleTypes).toList())))
                .toList();
        return new MemorySnapshot(List.of(new MemorySource(batches, Set.of(), seed)));
    }

    private static PlainSpan ofSingleTypes(PlainSpan span) {
        return new PlainSpan(
                span.traceId(),
                span.spanId(),
                span.parentId(),
                span.name(),
                span.kind(),
                span.status(),
                span.statusMessage(),
                span.start(),
                span.duration(),
                span.origin(),
                texts(span.attributes()),
                span.events().stream()
                        .map(event -> new PlainSpan.Event(event.time(), event.name(), texts(event.attributes())))
                        .toList(),
                span.links());
    }

    private static List<Attribute> texts(List<Attribute> attributes) {
        return attributes.stream()
                .map(attribute -> attribute.key().equals("a")
                        ? new Attribute(
                                "a", new AttributeValue.Int(attribute.value().hashCode() & 3))
                        : new Attribute(
                                attribute.key(),
                                new AttributeValue.Text("v" + (attribute.value().hashCode() & 3))))
                .toList();
    }

    private static QueryContext minute() {
        return QueryContext.withTimeout(Duration.ofMinutes(1));
    }

    private List<MetricsSeries> ask(Snapshot snapshot, String query, TimeSteps steps, QueryContext context) {
        return engine.metrics(snapshot, new MetricsRequest(TraceQl.parse(query), steps, 0, 0), context)
                .series();
    }

    private static List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        List.of("name", "kind", "status", "statusMessage", "rootName", "rootServiceName")
                .forEach(name -> fields.add(TraceQl.parseField(name)));
        List.of("event:name", "instrumentation:name", "instrumentation:version")
                .forEach(name -> fields.add(TraceQl.parseField(name)));
        for (Scope scope : List.of(Scope.SPAN, Scope.EVENT, Scope.RESOURCE, Scope.INSTRUMENTATION)) {
            RandomTraces.KEYS.forEach(key -> fields.add(new AttributeRef(scope, key)));
            fields.add(new AttributeRef(scope, "service.name"));
        }
        return fields;
    }

    /// By side, attribute and value.
    private Map<List<Object>, List<Double>> expected(
            Snapshot snapshot, String base, String selection, TimeSteps steps) {
        Map<List<Object>, List<Double>> expected = new HashMap<>();
        String selected = base.isEmpty() ? selection : base + " && " + selection;
        for (Field field : fields()) {
            Map<AttributeValue, List<Double>> all = groups(snapshot, base, field, steps);
            Map<AttributeValue, List<Double>> own = groups(snapshot, selected, field, steps);
            all.forEach((value, counts) -> {
                List<Double> some =
                        own.getOrDefault(value, counts.stream().map(_ -> 0.0).toList());
                put(expected, "selection", field, value, some);
                put(expected, "baseline", field, value, minus(counts, some));
            });
        }
        return expected;
    }

    private static void put(
            Map<List<Object>, List<Double>> expected,
            String side,
            Field field,
            AttributeValue value,
            List<Double> counts) {
        if (counts.stream().anyMatch(count -> count > 0)) {
            expected.put(List.of(side, field.toString(), value), counts);
            expected.merge(List.of(side + "_total", field.toString(), NIL), counts, CompareTest::plus);
        }
    }

    private static List<Double> plus(List<Double> a, List<Double> b) {
        List<Double> sum = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            sum.add(a.get(i) + b.get(i));
        }
        return sum;
    }

    private static List<Double> minus(List<Double> a, List<Double> b) {
        List<Double> difference = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            difference.add(a.get(i) - b.get(i));
        }
        return difference;
    }

    /// Without spans that have no value; an intrinsic that is empty is none.
    private Map<AttributeValue, List<Double>> groups(Snapshot snapshot, String filter, Field field, TimeSteps steps) {
        Map<AttributeValue, List<Double>> groups = new HashMap<>();
        String query = "{ " + filter + " } | count_over_time() by(" + field + ")";
        for (MetricsSeries series : ask(snapshot, query, steps, minute())) {
            AttributeValue value = series.labels().getLast().value();
            boolean empty = !(field instanceof AttributeRef) && value.equals(new AttributeValue.Text(""));
            if (!value.equals(NIL) && !empty) {
                groups.put(value, counts(series));
            }
        }
        return groups;
    }

    private static List<Double> counts(MetricsSeries series) {
        return series.samples().stream().map(MetricsSeries.Sample::value).toList();
    }

    private Map<List<Object>, List<Double>> compared(
            Snapshot snapshot, String query, TimeSteps steps, QueryContext context) {
        Map<List<Object>, List<Double>> compared = new HashMap<>();
        List<String> known = fields().stream().map(Field::toString).toList();
        for (MetricsSeries series : ask(snapshot, query, steps, context)) {
            Attribute side = series.labels().getFirst();
            Attribute value = series.labels().getLast();
            if (known.contains(value.key())) {
                compared.put(
                        List.of(((AttributeValue.Text) side.value()).value(), value.key(), value.value()),
                        counts(series));
            }
        }
        return compared;
    }
}
