package io.rubato.server.internal.graph;

import io.rubato.query.Durations;
import io.rubato.query.SpanSeries;
import io.rubato.server.internal.api.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Operations as the web page reads them.
final class OperationsJson {
    private static final int ERROR = 2;
    private static final List<String> KINDS =
            List.of("unspecified", "internal", "server", "client", "producer", "consumer");

    private OperationsJson() {}

    private record Key(String name, int kind) {
        static final Comparator<Key> ORDER = Comparator.comparing(Key::name).thenComparingInt(Key::kind);

        String kindName() {
            return kind >= 0 && kind < KINDS.size() ? KINDS.get(kind) : Integer.toString(kind);
        }
    }

    private static final class Figures {
        long errors;
        final Durations durations = new Durations();
    }

    /// The series of one service, statuses put together.
    static byte[] bytes(List<SpanSeries> series) {
        Map<Key, Figures> operations = new TreeMap<>(Key.ORDER);
        for (SpanSeries one : series) {
            Figures figures = operations.computeIfAbsent(new Key(one.name(), one.kind()), key -> new Figures());
            figures.durations.addAll(one.durations());
            figures.errors += one.status() == ERROR ? one.durations().count() : 0;
        }
        return Json.bytes(out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("operations");
            for (Map.Entry<Key, Figures> operation : operations.entrySet()) {
                Figures figures = operation.getValue();
                out.writeStartObject();
                out.writeStringField("name", operation.getKey().name());
                out.writeStringField("kind", operation.getKey().kindName());
                GraphJson.figures(out, figures.durations.count(), figures.errors, figures.durations);
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }
}
