package io.rubato.tracing.tcp;

import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads headers whatever the case of their names; names that differ only in case are one header sent twice.
enum HeaderMap implements TextMapGetter<Map<String, String>> {
    GETTER;

    @Override
    public @Nullable String get(@Nullable Map<String, String> headers, String name) {
        Iterator<String> values = getAll(headers, name);
        return values.hasNext() ? values.next() : null;
    }

    @Override
    public Iterator<String> getAll(@Nullable Map<String, String> headers, String name) {
        if (headers == null) {
            return Collections.emptyIterator();
        }
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .iterator();
    }
}
