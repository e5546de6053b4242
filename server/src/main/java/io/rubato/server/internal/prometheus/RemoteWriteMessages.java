package io.rubato.server.internal.prometheus;

import io.rubato.query.Exemplar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Running counters as messages of remote write 1.0.
/// Source: <https://prometheus.io/docs/specs/prw/remote_write_spec/>
final class RemoteWriteMessages {
    private static final double SECOND = 1e9;
    private static final int SERIES_EACH = 2_000;
    private static final long BEFORE_MILLIS = 1_000;

    private final List<byte[]> messages = new ArrayList<>();
    private WriteRequest request = new WriteRequest();

    private RemoteWriteMessages() {}

    /// All series at one moment; before it, those that are new at zero, so that what they grew by is seen.
    static List<byte[]> of(RunningSeries series, long nowMillis) {
        RemoteWriteMessages made = new RemoteWriteMessages();
        for (Family family : Family.values()) {
            List<RunningSeries.Shown> fresh = new ArrayList<>();
            List<RunningSeries.Shown> all = series.send(family, fresh);
            fresh.forEach(shown -> made.add(family, shown, nowMillis - BEFORE_MILLIS));
            all.forEach(shown -> made.add(family, shown, nowMillis));
        }
        made.flush();
        return made.messages;
    }

    private void flush() {
        if (request.size() > 0) {
            messages.add(request.bytes());
            request = new WriteRequest();
        }
    }

    private void add(Family family, RunningSeries.Shown shown, long millis) {
        if (family.kind == Family.Kind.COUNTER) {
            add(family.title, shown.labels(), shown.count(), millis, null);
        } else {
            histogram(family, shown, millis);
        }
        if (request.size() >= SERIES_EACH) {
            flush();
        }
    }

    private void histogram(Family family, RunningSeries.Shown shown, long millis) {
        long[] bounds = family.boundsNanos();
        Exemplar exemplar = shown.exemplar();
        for (int i = 0; i <= bounds.length; i++) {
            boolean last = i == bounds.length;
            Map<String, String> labels = new TreeMap<>(shown.labels());
            labels.put("le", last ? "+Inf" : PromJson.number(bounds[i] / SECOND));
            boolean inside = exemplar != null
                    && (last || exemplar.durationNanos() <= bounds[i])
                    && (i == 0 || exemplar.durationNanos() > bounds[i - 1]);
            add(
                    family.title + "_bucket",
                    labels,
                    last ? shown.count() : shown.buckets()[i],
                    millis,
                    inside ? exemplar : null);
        }
        add(family.title + "_sum", shown.labels(), shown.sumNanos() / SECOND, millis, null);
        add(family.title + "_count", shown.labels(), shown.count(), millis, null);
    }

    private void add(String name, Map<String, String> labels, long count, long millis, @Nullable Exemplar exemplar) {
        add(name, labels, (double) count, millis, exemplar);
    }

    private void add(String name, Map<String, String> labels, double value, long millis, @Nullable Exemplar exemplar) {
        Map<String, String> all = new TreeMap<>(labels);
        all.put(Matcher.NAME, name);
        request.add(all, value, millis, exemplar);
    }
}
