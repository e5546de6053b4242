package io.rubato.tracing.context;

import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Headers in order, repeats kept.
final class Carrier implements TextMapGetter<Carrier>, TextMapSetter<Carrier> {
    private final List<String[]> headers = new ArrayList<>();

    static Carrier of(String... namesAndValues) {
        Carrier carrier = new Carrier();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            carrier.headers.add(new String[] {namesAndValues[i], namesAndValues[i + 1]});
        }
        return carrier;
    }

    List<String> all(String name) {
        return headers.stream()
                .filter(header -> header[0].equals(name))
                .map(header -> header[1])
                .toList();
    }

    List<String> names() {
        return headers.stream().map(header -> header[0]).toList();
    }

    @Override
    public @Nullable String get(@Nullable Carrier carrier, String key) {
        return all(key).stream().findFirst().orElse(null);
    }

    @Override
    public Iterator<String> getAll(@Nullable Carrier carrier, String key) {
        return all(key).iterator();
    }

    @Override
    public void set(@Nullable Carrier carrier, String key, String value) {
        headers.add(new String[] {key, value});
    }
}
