package io.rubato.server.internal.jaeger;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.server.internal.api.StoredValues;
import io.rubato.server.internal.api.TagConditions;
import io.rubato.storage.Snapshot;
import io.rubato.traceql.Expression;
import io.rubato.traceql.Field;
import io.rubato.traceql.SpanKind;
import io.rubato.traceql.SpansetFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Which services there are, and which operations they have. Stateless.
final class JaegerNames {
    private final QueryEngine engine = new QueryEngine();

    /// @param kind in lower case; a kind that is not given counts as internal
    record Operation(String name, String kind) {
        /// As a list, which both versions of the API have.
        static void write(JsonGenerator out, List<Operation> operations) throws IOException {
            out.writeStartArray();
            for (Operation operation : operations) {
                out.writeStartObject();
                out.writeStringField("name", operation.name());
                out.writeStringField("spanKind", operation.kind());
                out.writeEndObject();
            }
            out.writeEndArray();
        }
    }

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
        return StoredValues.of(engine, snapshot, context, field, filter);
    }
}
