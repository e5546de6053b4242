package io.rubato.query.internal.tags;

import io.rubato.query.QueryContext;
import io.rubato.query.TagValue;
import io.rubato.query.TagValues;
import io.rubato.query.TagValuesRequest;
import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.eval.Binder;
import io.rubato.query.internal.eval.BoundField;
import io.rubato.query.internal.scan.Bindings;
import io.rubato.query.internal.scan.Morsel;
import io.rubato.query.internal.scan.Scan;
import io.rubato.query.internal.value.Value;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.SpanSource;
import io.rubato.traceql.Intrinsic;
import io.rubato.traceql.IntrinsicRef;
import io.rubato.traceql.SpanKind;
import io.rubato.traceql.SpanStatus;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One question for the values of a field.
public final class ValueSearch {
    private static final Comparator<TagValue> ORDER =
            Comparator.comparing(TagValue::value).thenComparing(TagValue::type);

    private final TagValuesRequest request;
    private final Range range;
    private final Bindings<BoundValues> sources;

    public ValueSearch(List<SpanSource> all, TagValuesRequest request, QueryContext context) {
        this.request = request;
        this.range = new Range(request.filter(), request.startNanos(), request.endNanos());
        this.sources = new Bindings<>(all, range::overlaps, this::bind, context);
    }

    /// The question bound to one source.
    ///
    /// @param told what its dictionaries tell, or null where they do not tell all
    private record BoundValues(
            Range.Bound range, BoundField field, @Nullable Sorted<TagValue> told) implements Bindings.Bound {
        @Override
        public Bits batches() {
            Bits batches = range.batches().copy();
            if (told == null) {
                batches.and(field.exists().batches(true));
                return batches;
            }
            // Rows are not read: the source is visited once.
            Bits first = new Bits(batches.size());
            first.setRange(0, Math.min(1, first.size()));
            return first;
        }
    }

    private BoundValues bind(SpanSource source) {
        Binder binder = new Binder(source);
        Range.Bound bound = range.bind(binder);
        BoundField field = binder.field(request.field());
        TreeSet<TagValue> values = new TreeSet<>(ORDER);
        boolean told = bound.isWhole() && field.dictionaryValues(value -> add(value, values));
        return new BoundValues(bound, field, told ? new Sorted<>(request.limit(), ORDER, values, 0) : null);
    }

    public TagValues run(QueryContext context) {
        if (request.field() instanceof IntrinsicRef(Intrinsic intrinsic)) {
            if (isCountless(intrinsic)) {
                return new TagValues(List.of(), 0);
            }
            if (!range.isFiltered() && intrinsic == Intrinsic.STATUS) {
                return keywords(Arrays.stream(SpanStatus.values()).map(SpanStatus::toString));
            }
            if (!range.isFiltered() && intrinsic == Intrinsic.KIND) {
                return keywords(Arrays.stream(SpanKind.values()).map(SpanKind::toString));
            }
        }
        Sorted<TagValue> found = Scan.run(
                sources.morsels(),
                Sorted.none(request.limit(), ORDER),
                (morsel, soFar) -> evaluate(morsel),
                (soFar, morsel) -> false,
                sources::rulesOut,
                (soFar, visited) -> {},
                context);
        return new TagValues(List.copyOf(found.values()), found.inspectedBytes());
    }

    private Sorted<TagValue> evaluate(Morsel morsel) {
        return sources.visit(morsel, Sorted.none(request.limit(), ORDER), bound -> {
            if (bound.told() != null) {
                return bound.told();
            }
            BatchScope scope = new BatchScope(sources.source(morsel), morsel.batch());
            TreeSet<TagValue> values = new TreeSet<>(ORDER);
            bound.field().values(scope, bound.range().rows(scope, morsel.stats()), value -> add(value, values));
            return new Sorted<>(request.limit(), ORDER, values, scope.batch().bytesRead());
        });
    }

    /// Measures, of which a list of values says nothing.
    private static boolean isCountless(Intrinsic intrinsic) {
        return switch (intrinsic) {
            case DURATION,
                    TRACE_DURATION,
                    EVENT_TIME_SINCE_START,
                    NESTED_SET_LEFT,
                    NESTED_SET_RIGHT,
                    NESTED_SET_PARENT,
                    PARENT -> true;
            case NAME,
                    STATUS,
                    STATUS_MESSAGE,
                    KIND,
                    SPAN_ID,
                    PARENT_ID,
                    CHILD_COUNT,
                    TRACE_ID,
                    ROOT_NAME,
                    ROOT_SERVICE_NAME,
                    EVENT_NAME,
                    LINK_TRACE_ID,
                    LINK_SPAN_ID,
                    INSTRUMENTATION_NAME,
                    INSTRUMENTATION_VERSION -> false;
        };
    }

    private TagValues keywords(Stream<String> words) {
        List<TagValue> values = words.map(word -> new TagValue("keyword", word))
                .sorted(ORDER)
                .limit(request.limit() == 0 ? Long.MAX_VALUE : request.limit())
                .toList();
        return new TagValues(values, 0);
    }

    private void add(Value value, NavigableSet<TagValue> values) {
        switch (value) {
            case Value.Text(String text) -> {
                if (!text.isEmpty()) {
                    add(new TagValue("string", text), values);
                }
            }
            case Value.Bool(boolean bool) -> add(new TagValue("bool", Boolean.toString(bool)), values);
            case Value.Int(long number) -> add(new TagValue("int", Long.toString(number)), values);
            case Value.Real(double number) -> add(new TagValue("float", Double.toString(number)), values);
            case Value.Status status ->
                add(new TagValue("keyword", status.value().toString()), values);
            case Value.Kind kind -> add(new TagValue("keyword", kind.value().toString()), values);
            case Value.Id id -> add(new TagValue("string", id.padded()), values);
            case Value.Many many -> many.values().forEach(element -> add(element, values));
            case Value.Span span -> {}
            case Value.Nil nil -> {}
            case Value.Opaque opaque -> {}
        }
    }

    /// Keeps no more than the limit, the first in order.
    private void add(TagValue value, NavigableSet<TagValue> values) {
        boolean full = request.limit() > 0 && values.size() >= request.limit();
        if (!full) {
            values.add(value);
        } else if (ORDER.compare(value, values.last()) < 0 && values.add(value)) {
            values.pollLast();
        }
    }
}
