package io.rubato.examples.serving.plane;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.rubato.tracing.context.TraceHeaders;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads trace context and request ids out of headers, whatever the case of their names.
final class HeaderMap {
    private static final TextMapGetter<Map<String, List<String>>> GETTER = new TextMapGetter<>() {
        @Override
        public @Nullable String get(@Nullable Map<String, List<String>> headers, String name) {
            Iterator<String> all = getAll(headers, name);
            return all.hasNext() ? all.next() : null;
        }

        @Override
        public Iterator<String> getAll(@Nullable Map<String, List<String>> headers, String name) {
            return headers == null
                    ? List.<String>of().iterator()
                    : headers.getOrDefault(name, List.of()).iterator();
        }
    };

    private HeaderMap() {}

    static Context context(Iterable<? extends Map.Entry<String, List<String>>> headers) {
        Map<String, List<String>> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach(header -> found.put(header.getKey(), header.getValue()));
        return TraceHeaders.propagator().extract(Context.root(), found, GETTER);
    }
}
