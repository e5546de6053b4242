package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Truth;
import io.rubato.query.internal.value.Value;
import io.rubato.query.internal.value.ValueTest;
import io.rubato.storage.model.AttributeValue;
import io.rubato.storage.model.Origin;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.CodedField;
import io.rubato.storage.scan.SpanField;
import io.rubato.storage.scan.SpanSource;
import io.rubato.traceql.AttributeRef;
import io.rubato.traceql.Field;
import io.rubato.traceql.Intrinsic;
import io.rubato.traceql.IntrinsicRef;
import io.rubato.traceql.Scope;
import io.rubato.traceql.SpanKind;
import io.rubato.traceql.SpanStatus;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Finds the fields of one source.
final class FieldBinder {
    private static final List<Value> KINDS =
            Arrays.stream(SpanKind.values()).<Value>map(Value.Kind::new).toList();
    private static final List<Value> STATUSES =
            Arrays.stream(SpanStatus.values()).<Value>map(Value.Status::new).toList();
    private final SpanSource source;

    FieldBinder(SpanSource source) {
        this.source = source;
    }

    BoundField bind(Field field) {
        return switch (field) {
            case AttributeRef attribute -> {
                BoundField own = attribute(attribute.scope(), attribute.name());
                yield attribute.parent() ? new ParentField(own) : own;
            }
            case IntrinsicRef intrinsic -> intrinsic(intrinsic.intrinsic());
        };
    }

    private BoundField attribute(Scope scope, String name) {
        return switch (scope) {
            case UNSCOPED -> new UnscopedField(AttributeField.of(source, AttributeLevel.SPAN, name), resource(name));
            case SPAN -> AttributeField.of(source, AttributeLevel.SPAN, name);
            case EVENT -> AttributeField.of(source, AttributeLevel.EVENT, name);
            case LINK -> AttributeField.of(source, AttributeLevel.LINK, name);
            case RESOURCE -> resource(name);
            case INSTRUMENTATION ->
                OriginField.of(source, origin -> OriginField.attribute(origin.scopeAttributes(), name));
        };
    }

    private OriginField resource(String name) {
        return OriginField.of(source, origin -> OriginField.attribute(origin.resourceAttributes(), name));
    }

    private BoundField intrinsic(Intrinsic intrinsic) {
        return switch (intrinsic) {
            case DURATION -> new DurationField(source);
            case NAME -> new TextField(source, CodedField.NAME, AttributeLevel.SPAN);
            case STATUS -> new EnumField(source, CodedField.STATUS, STATUSES);
            case STATUS_MESSAGE -> new TextField(source, CodedField.STATUS_MESSAGE, AttributeLevel.SPAN);
            case KIND -> new EnumField(source, CodedField.KIND, KINDS);
            case SPAN_ID -> id(SpanField.SPAN_ID);
            case PARENT_ID -> id(SpanField.PARENT_ID);
            case CHILD_COUNT -> nested(batch -> batch.nesting().children);
            case PARENT -> new Parent(source);
            case NESTED_SET_LEFT -> nested(batch -> batch.nesting().left);
            case NESTED_SET_RIGHT -> nested(batch -> batch.nesting().right);
            case NESTED_SET_PARENT -> NestedParentField.of(source);
            case TRACE_ID -> TraceIdField.of(source);
            case TRACE_DURATION ->
                new TraceField(
                        source, (batch, trace) -> new Value.Span(batch.traces().duration(trace)));
            case ROOT_NAME -> new TraceField(source, this::rootName);
            case ROOT_SERVICE_NAME -> new TraceField(source, this::rootService);
            case EVENT_NAME -> new TextField(source, CodedField.EVENT_NAME, AttributeLevel.EVENT);
            case EVENT_TIME_SINCE_START ->
                new LongField(source, AttributeLevel.EVENT, 3, FieldBinder::sinceStart, Value.Span::new);
            case LINK_TRACE_ID -> new LinkTraceId(source);
            case LINK_SPAN_ID ->
                new IdField(source, AttributeLevel.LINK, batch -> batch.batch().linkSpanIds());
            case INSTRUMENTATION_NAME -> scope(Origin::scopeName);
            case INSTRUMENTATION_VERSION -> scope(Origin::scopeVersion);
        };
    }

    private BoundField id(SpanField field) {
        return new IdField(source, AttributeLevel.SPAN, batch -> batch.batch().longs(field));
    }

    private BoundField nested(LongField.Column numbers) {
        return new LongField(source, AttributeLevel.SPAN, 60, numbers, Value.Int::new);
    }

    private BoundField scope(Function<Origin, String> text) {
        return OriginField.of(source, origin -> new Value.Text(text.apply(origin)));
    }

    private Value rootName(BatchScope batch, int trace) {
        int root = batch.traces().root(trace);
        return root < 0
                ? Value.NIL
                : new Value.Text(
                        source.dictionary(CodedField.NAME).text(batch.batch().codes(CodedField.NAME)[root]));
    }

    private Value rootService(BatchScope batch, int trace) {
        int root = batch.traces().root(trace);
        return root < 0
                ? Value.NIL
                : new Value.Text(source.origins()
                        .get(batch.batch().codes(CodedField.ORIGIN)[root])
                        .serviceName());
    }

    private static long[] sinceStart(BatchScope scope) {
        Batch batch = scope.batch();
        int count = batch.rows(AttributeLevel.EVENT);
        long[] since = new long[count];
        long[] times = batch.eventTimes();
        int[] owners = batch.owners(AttributeLevel.EVENT);
        long[] starts = batch.longs(SpanField.START);
        for (int i = 0; i < count; i++) {
            since[i] = times[i] - starts[owners[i]];
        }
        return since;
    }

    /// The parent span itself.
    private record Parent(SpanSource source) implements BoundField.ByRow {
        @Override
        public AttributeLevel level() {
            return AttributeLevel.SPAN;
        }

        @Override
        public Value read(BatchScope batch, int row) {
            return batch.batch().parents()[row] < 0 ? Value.NIL : new Value.Opaque(new AttributeValue.Empty());
        }

        @Override
        public Condition test(ValueTest test) {
            return Logic.always(Truth.UNKNOWN, level(), source.batches());
        }
    }

    private record LinkTraceId(SpanSource source) implements BoundField.ByRow {
        @Override
        public AttributeLevel level() {
            return AttributeLevel.LINK;
        }

        @Override
        public Value read(BatchScope batch, int row) {
            long[] ids = batch.batch().linkTraceIds();
            return new Value.Id(ids[2 * row], ids[2 * row + 1], 2 * TraceId.BYTES);
        }
    }
}
