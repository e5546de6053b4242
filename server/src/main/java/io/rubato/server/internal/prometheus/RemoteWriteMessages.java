package io.rubato.server.internal.prometheus;

import io.rubato.query.Exemplar;
import io.rubato.server.config.RemoteWriteSettings;
import io.rubato.server.config.RemoteWriteSettings.Histograms;
import io.rubato.server.config.SpanMetricsSettings.Processor;
import io.rubato.server.internal.promql.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Running counters as messages of remote write 1.0.
/// Source: <https://prometheus.io/docs/specs/prw/remote_write_spec/>
final class RemoteWriteMessages {
    private static final double SECOND = 1e9;
    private static final int SERIES_EACH = 2_000;
    private static final long BEFORE_MILLIS = 1_000;

    private final RemoteWriteSettings settings;
    private final List<byte[]> messages = new ArrayList<>();
    private WriteRequest request = new WriteRequest();

    private RemoteWriteMessages(RemoteWriteSettings settings) {
        this.settings = settings;
    }

    /// All series at one moment; before it, those that are new at zero, so that what they grew by is seen.
    ///
    /// @param processors what is sent
    static List<byte[]> of(
            RunningSeries series, Set<Processor> processors, RemoteWriteSettings settings, long nowMillis) {
        RemoteWriteMessages made = new RemoteWriteMessages(settings);
        for (Family family : Family.values()) {
            if (processors.contains(family.processor())) {
                List<RunningSeries.Shown> fresh = new ArrayList<>();
                List<RunningSeries.Shown> all = series.send(family, fresh);
                fresh.forEach(shown -> made.add(family, shown, nowMillis - BEFORE_MILLIS));
                all.forEach(shown -> made.add(family, shown, nowMillis));
            }
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
        Counted counted = shown.counted();
        switch (family.kind) {
            case COUNTER -> add(family.title, shown.labels(), (double) counted.count(), millis, null);
            case HISTOGRAM -> {
                if (settings.histograms() != Histograms.NATIVE) {
                    histogram(family, shown.labels(), counted, millis);
                }
                NativeBuckets buckets = counted.nativeBuckets();
                if (settings.histograms() != Histograms.CLASSIC && buckets != null) {
                    request.add(labels(family.title, shown.labels()), counted, buckets, millis);
                }
            }
        }
        if (request.size() >= SERIES_EACH) {
            flush();
        }
    }

    private void histogram(Family family, SortedMap<String, String> own, Counted counted, long millis) {
        counted.eachBucket((end, upTo, exemplar) -> {
            SortedMap<String, String> labels = new TreeMap<>(own);
            labels.put("le", end);
            add(family.title + "_bucket", labels, (double) upTo, millis, exemplar);
        });
        add(family.title + "_sum", own, counted.sumNanos() / SECOND, millis, null);
        add(family.title + "_count", own, (double) counted.count(), millis, null);
    }

    private void add(
            String name, SortedMap<String, String> own, double value, long millis, @Nullable Exemplar exemplar) {
        request.add(labels(name, own), value, millis, exemplar);
    }

    private SortedMap<String, String> labels(String name, SortedMap<String, String> own) {
        SortedMap<String, String> all = new TreeMap<>(settings.externalLabels());
        all.putAll(own);
        all.put(Matcher.NAME, name);
        return all;
    }
}
