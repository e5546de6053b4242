package io.rubato.query.internal.tags;

import io.rubato.query.QueryContext;
import io.rubato.query.TagValue;
import io.rubato.query.TagValues;
import io.rubato.query.TagValuesRequest;
import io.rubato.query.internal.eval.Binder;
import io.rubato.query.internal.scan.Bindings;
import io.rubato.query.internal.scan.Morsel;
import io.rubato.query.internal.scan.Turns;
import io.rubato.query.internal.tags.ValueWorker.BoundValues;
import io.rubato.storage.scan.SpanSource;
import io.rubato.traceql.Intrinsic;
import io.rubato.traceql.IntrinsicRef;
import io.rubato.traceql.SpanKind;
import io.rubato.traceql.SpanStatus;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One question for the values of a field.
public final class ValueSearch {
    private final TagValuesRequest request;
    private final Range range;
    private final Bindings<BoundValues> sources;

    public ValueSearch(List<SpanSource> all, TagValuesRequest request, QueryContext context) {
        this.request = request;
        this.range = new Range(request.filter(), request.startNanos(), request.endNanos());
        this.sources = new Bindings<>(all, range::overlaps, this::bind, context);
    }

    private BoundValues bind(SpanSource source) {
        Binder binder = new Binder(source);
        return BoundValues.of(range.bind(binder), binder.field(request.field()));
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
        List<Morsel> morsels = sources.morsels();
        List<ValueWorker> workers = IntStream.range(0, Math.clamp(morsels.size(), 1, context.parallelism()))
                .mapToObj(i -> new ValueWorker(request.limit(), context))
                .toList();
        Turns.Step<ValueWorker> step = (worker, morsel) -> sources.visit(morsel, bound -> worker.add(bound, morsel));
        new Turns<>(morsels, step, context).run(workers, visited -> {});
        ValueSet found = workers.getFirst().values();
        workers.stream().skip(1).forEach(worker -> found.addAll(worker.values()));
        long bytes = workers.stream().mapToLong(ValueWorker::inspectedBytes).sum();
        return new TagValues(List.copyOf(found.first()), bytes);
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
                .sorted(ValueSet.ORDER)
                .limit(request.limit() == 0 ? Long.MAX_VALUE : request.limit())
                .toList();
        return new TagValues(values, 0);
    }
}
