package io.rubato.tracing.nats;

import io.nats.client.impl.Headers;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// NATS headers keep the case of their names; those of other clients may have any.
enum HeaderAccess implements TextMapGetter<Headers>, TextMapSetter<Headers> {
    INSTANCE;

    @Override
    public @Nullable String get(@Nullable Headers headers, String name) {
        Iterator<String> values = getAll(headers, name);
        return values.hasNext() ? values.next() : null;
    }

    @Override
    public Iterator<String> getAll(@Nullable Headers headers, String name) {
        List<String> values = headers == null ? null : headers.getIgnoreCase(name);
        return values == null ? Collections.emptyIterator() : values.iterator();
    }

    @Override
    public void set(@Nullable Headers headers, String name, String value) {
        if (headers != null) {
            headers.remove(
                    headers.keySet().stream().filter(name::equalsIgnoreCase).toList());
            headers.put(name, value);
        }
    }
}
