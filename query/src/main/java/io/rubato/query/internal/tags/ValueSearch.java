package io.rubato.query.internal.tags;

import io.rubato.query.QueryContext;
import io.rubato.query.TagValue;
import io.rubato.query.TagValues;
import io.rubato.query.TagValuesRequest;
import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.eval.Binder;
import io.rubato.query.internal.eval.BoundField;
import io.rubato.query.internal.scan.Morsel;
import io.rubato.query.internal.scan.Scan;
import io.rubato.query.internal.value.Value;
import io.rubato.storage.DamagedException;
import io.rubato.storage.scan.SpanSource;
import io.rubato.traceql.Intrinsic;
import io.rubato.traceql.IntrinsicRef;
import io.rubato.traceql.SpanKind;
import io.rubato.traceql.SpanStatus;
import io.rubato.traceql.SpansetFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// One question for the values of a field.
public final class ValueSearch {
    private static final Comparator<TagValue> ORDER =
            Comparator.comparing(TagValue::value).thenComparing(TagValue::type);

    private final List<SpanSource> sources = new ArrayList<>();
    private final TagValuesRequest request;
    private final List<Range> ranges = new ArrayList<>();
    private final List<BoundField> fields = new ArrayList<>();

    public ValueSearch(List<SpanSource> all, TagValuesRequest request, QueryContext context) {
        this.request = request;
        for (SpanSource source : all) {
            try {
                Binder binder = new Binder(source);
                BoundField field = binder.field(request.field());
                ranges.add(new Range(source, binder, request.filter(), request.startNanos(), request.endNanos()));
                fields.add(field);
                sources.add(source);
            } catch (DamagedException damage) {
                context.report(damage);
            }
        }
    }

    public TagValues run(QueryContext context) {
        if (request.field() instanceof IntrinsicRef(Intrinsic intrinsic)) {
            if (isCountless(intrinsic)) {
                return new TagValues(List.of(), 0);
            }
            if (isUnfiltered() && intrinsic == Intrinsic.STATUS) {
                return keywords(Arrays.stream(SpanStatus.values()).map(SpanStatus::toString));
            }
            if (isUnfiltered() && intrinsic == Intrinsic.KIND) {
                return keywords(Arrays.stream(SpanKind.values()).map(SpanKind::toString));
            }
        }
        Sorted<TagValue> known = Sorted.none(request.limit(), ORDER);
        List<Morsel> morsels = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            if (ranges.get(i).isEmpty()) {
                continue;
            }
            TreeSet<TagValue> values = new TreeSet<>(ORDER);
            BoundField field = fields.get(i);
            if (ranges.get(i).isWhole() && field.dictionaryValues(value -> add(value, values))) {
                known = known.merge(new Sorted<>(request.limit(), ORDER, values, 0));
            } else {
                morsels.addAll(ranges.get(i).morsels(i, field.exists().batches(true)));
            }
        }
        Sorted<TagValue> found = Scan.run(morsels, known, this::evaluate, (soFar, morsel) -> false, context);
        return new TagValues(List.copyOf(found.values()), found.inspectedBytes());
    }

    private boolean isUnfiltered() {
        return request.filter().equals(SpansetFilter.ALL.expression());
    }

    private Sorted<TagValue> evaluate(Morsel morsel, Sorted<TagValue> soFar) {
        BatchScope scope = new BatchScope(sources.get(morsel.source()), morsel.batch());
        TreeSet<TagValue> values = new TreeSet<>(ORDER);
        fields.get(morsel.source()).values(scope, ranges.get(morsel.source()).rows(scope), value -> add(value, values));
        return new Sorted<>(request.limit(), ORDER, values, scope.batch().bytesRead());
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
