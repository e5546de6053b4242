package io.rubato.server.internal.jaeger;

import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.TagValue;
import io.rubato.query.TagValuesRequest;
import io.rubato.server.internal.api.TagConditions;
import io.rubato.storage.Snapshot;
import io.rubato.traceql.Expression;
import io.rubato.traceql.Field;
import io.rubato.traceql.SpanKind;
import io.rubato.traceql.SpansetFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Which services there are, and which operations they have. Stateless.
final class JaegerNames {
    private final QueryEngine engine = new QueryEngine();

    /// @param kind in lower case; a kind that is not given counts as internal
    record Operation(String name, String kind) {}

    List<String> services(Snapshot snapshot, QueryContext context) {
        return values(snapshot, context, TagConditions.SERVICE, SpansetFilter.ALL.expression());
    }

    /// Operations without their kinds, sorted.
    List<String> operationNames(Snapshot snapshot, QueryContext context, String service) {
        return values(snapshot, context, TagConditions.NAME, TagConditions.equal(TagConditions.SERVICE, service));
    }

    /// Sorted by name, then kind.
    ///
    /// @param wanted a kind in lower case, or empty for all
    List<Operation> operations(Snapshot snapshot, QueryContext context, String service, String wanted) {
        List<Operation> operations = new ArrayList<>();
        for (SpanKind kind : SpanKind.values()) {
            String shown = kind == SpanKind.UNSPECIFIED ? SpanKind.INTERNAL.toString() : kind.toString();
            if (wanted.isEmpty() || wanted.equals(shown)) {
                Expression spans = TagConditions.all(
                        List.of(TagConditions.equal(TagConditions.SERVICE, service), TagConditions.kind(kind)));
                values(snapshot, context, TagConditions.NAME, spans)
                        .forEach(name -> operations.add(new Operation(name, shown)));
            }
        }
        return operations.stream()
                .distinct()
                .sorted(Comparator.comparing(Operation::name).thenComparing(Operation::kind))
                .toList();
    }

    private List<String> values(Snapshot snapshot, QueryContext context, Field field, Expression filter) {
        TagValuesRequest request = new TagValuesRequest(field, filter, Long.MIN_VALUE, Long.MAX_VALUE, 0);
        return engine.tagValues(snapshot, request, context).values().stream()
                .map(TagValue::value)
                .distinct()
                .toList();
    }
}
