package io.rubato.query.oracle;

import io.rubato.query.memory.PlainSpan;
import io.rubato.query.memory.PlainTrace;
import io.rubato.query.oracle.Oracle.Hex;
import io.rubato.query.oracle.Oracle.Nanos;
import io.rubato.query.oracle.Oracle.Row;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import io.rubato.traceql.AttributeRef;
import io.rubato.traceql.Field;
import io.rubato.traceql.Intrinsic;
import io.rubato.traceql.IntrinsicRef;
import io.rubato.traceql.SpanKind;
import io.rubato.traceql.SpanStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Fields of plain spans.
final class PlainFields {
    private static final Map<Integer, SpanStatus> STATUSES = Map.of(1, SpanStatus.OK, 2, SpanStatus.ERROR);
    private static final Map<Integer, SpanKind> KINDS = Map.of(
            1, SpanKind.INTERNAL, 2, SpanKind.SERVER, 3, SpanKind.CLIENT, 4, SpanKind.PRODUCER, 5, SpanKind.CONSUMER);
    private final PlainTrace trace;
    private final int[] parents;
    final int[] ordered;
    private final int root;
    private final long duration;
    private final long[] left;
    private final long[] right;
    private long next = 1;

    PlainFields(PlainTrace trace) {
        this.trace = trace;
        this.parents = trace.parents();
        this.ordered = trace.ordered();
        this.root = trace.root();
        this.duration = trace.end() - trace.start();
        this.left = new long[parents.length];
        this.right = new long[parents.length];
        for (int i : ordered) {
            if (parents[i] < 0 && trace.spans().get(i).parentId() == 0) {
                visit(i);
            }
        }
        for (int i : ordered) {
            if (parents[i] < 0 && trace.spans().get(i).parentId() != 0) {
                visit(i);
            }
        }
    }

    private void visit(int span) {
        left[span] = next++;
        for (int i : ordered) {
            if (parents[i] == span) {
                visit(i);
            }
        }
        right[span] = next++;
    }

    @Nullable
    Object value(Field field, Row row) {
        return switch (field) {
            case AttributeRef attribute -> attribute(attribute, row);
            case IntrinsicRef intrinsic ->
                intrinsic(intrinsic.intrinsic(), trace.spans().get(row.span()), row);
        };
    }

    private @Nullable Object attribute(AttributeRef ref, Row row) {
        if (ref.parent()) {
            int parent = parents[row.span()];
            return parent < 0
                    ? null
                    : attribute(new AttributeRef(ref.scope(), ref.name()), new Row(parent, null, null));
        }
        PlainSpan span = trace.spans().get(row.span());
        return switch (ref.scope()) {
            case UNSCOPED -> {
                Object own = first(span.attributes(), ref.name());
                yield own == null ? first(span.origin().resourceAttributes(), ref.name()) : own;
            }
            case SPAN -> first(span.attributes(), ref.name());
            case RESOURCE -> first(span.origin().resourceAttributes(), ref.name());
            case EVENT -> row.event() == null ? null : first(row.event().attributes(), ref.name());
            case LINK -> row.link() == null ? null : first(row.link().attributes(), ref.name());
            case INSTRUMENTATION -> first(span.origin().scopeAttributes(), ref.name());
        };
    }

    private static @Nullable Object first(List<Attribute> attributes, String key) {
        for (Attribute attribute : attributes) {
            if (attribute.key().equals(key)) {
                return plain(attribute.value());
            }
        }
        return null;
    }

    private static @Nullable Object plain(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Text text -> text.value();
            case AttributeValue.Bool bool -> bool.value();
            case AttributeValue.Int number -> number.value();
            case AttributeValue.Real number -> number.value();
            case AttributeValue.Array array -> {
                List<@Nullable Object> values = new ArrayList<>();
                array.values().forEach(element -> values.add(plain(element)));
                yield values;
            }
            case AttributeValue.Bytes bytes -> bytes;
            case AttributeValue.KeyValues list -> list;
            case AttributeValue.Empty empty -> null;
        };
    }

    private @Nullable Object intrinsic(Intrinsic intrinsic, PlainSpan span, Row row) {
        PlainSpan top = root < 0 ? null : trace.spans().get(root);
        PlainSpan.Event event = row.event();
        PlainSpan.Link link = row.link();
        return switch (intrinsic) {
            case DURATION -> new Nanos(Math.max(0, span.duration()));
            case NAME -> span.name();
            case STATUS -> STATUSES.getOrDefault(span.status(), SpanStatus.UNSET);
            case STATUS_MESSAGE -> span.statusMessage();
            case KIND -> KINDS.getOrDefault(span.kind(), SpanKind.UNSPECIFIED);
            case SPAN_ID -> hex(span.spanId());
            case PARENT_ID -> hex(span.parentId());
            case CHILD_COUNT ->
                Arrays.stream(parents).filter(parent -> parent == row.span()).count();
            case PARENT -> parents[row.span()] < 0 ? null : new Object();
            case NESTED_SET_LEFT -> left[row.span()];
            case NESTED_SET_RIGHT -> right[row.span()];
            case NESTED_SET_PARENT -> {
                int parent = parents[row.span()];
                yield parent >= 0 ? left[parent] : span.parentId() == 0 ? -1L : 0L;
            }
            case TRACE_ID -> new Hex(trace.id().hex());
            case TRACE_DURATION -> new Nanos(duration);
            case ROOT_NAME -> top == null ? null : top.name();
            case ROOT_SERVICE_NAME -> top == null ? null : top.origin().serviceName();
            case EVENT_NAME -> event == null ? null : event.name();
            case EVENT_TIME_SINCE_START -> event == null ? null : new Nanos(event.time() - span.start());
            case LINK_TRACE_ID -> link == null ? null : new Hex(link.traceId().hex());
            case LINK_SPAN_ID -> link == null ? null : hex(link.spanId());
            case INSTRUMENTATION_NAME -> span.origin().scopeName();
            case INSTRUMENTATION_VERSION -> span.origin().scopeVersion();
        };
    }

    private static Hex hex(long id) {
        return new Hex(HexFormat.of().toHexDigits(id));
    }
}
