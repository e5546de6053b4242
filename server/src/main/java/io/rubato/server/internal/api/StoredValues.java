package io.rubato.server.internal.api;

import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.TagValue;
import io.rubato.query.TagValuesRequest;
import io.rubato.storage.Snapshot;
import io.rubato.traceql.Expression;
import io.rubato.traceql.Field;
import java.util.List;

/// Values that are stored, whenever they were.
public final class StoredValues {
    private StoredValues() {}

    /// The values of a field in the spans that match, as text, sorted, each once.
    public static List<String> of(
            QueryEngine engine, Snapshot snapshot, QueryContext context, Field field, Expression filter) {
        TagValuesRequest request = new TagValuesRequest(field, filter, Long.MIN_VALUE, Long.MAX_VALUE, 0);
        return engine.tagValues(snapshot, request, context).values().stream()
                .map(TagValue::value)
                .distinct()
                .toList();
    }
}
