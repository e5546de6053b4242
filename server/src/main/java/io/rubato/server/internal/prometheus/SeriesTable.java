package io.rubato.server.internal.prometheus;

import io.rubato.query.Durations;
import io.rubato.query.Exemplar;
import io.rubato.query.ServiceGraph.Edge;
import io.rubato.query.SpanSeries;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Series of all families, in the order of their labels. Not thread-safe.
final class SeriesTable {
    static final Comparator<SortedMap<String, String>> ORDER = SeriesTable::compare;

    private final Map<Family, SortedMap<SortedMap<String, String>, Counted>> families = new EnumMap<>(Family.class);
    private final SeriesLabels labels;
    private final boolean exponential;

    /// @param exponential whether histograms have native buckets too
    SeriesTable(SeriesLabels labels, boolean exponential) {
        this.labels = labels;
        this.exponential = exponential;
        for (Family family : Family.values()) {
            families.put(family, new TreeMap<>(ORDER));
        }
    }

    private static int compare(SortedMap<String, String> a, SortedMap<String, String> b) {
        Iterator<Map.Entry<String, String>> others = b.entrySet().iterator();
        for (Map.Entry<String, String> one : a.entrySet()) {
            if (!others.hasNext()) {
                return 1;
            }
            Map.Entry<String, String> other = others.next();
            int names = one.getKey().compareTo(other.getKey());
            int order = names != 0 ? names : one.getValue().compareTo(other.getValue());
            if (order != 0) {
                return order;
            }
        }
        return others.hasNext() ? -1 : 0;
    }

    SortedMap<SortedMap<String, String>, Counted> of(Family family) {
        return families.getOrDefault(family, new TreeMap<>());
    }

    /// @param sign -1 to take it away again; what is left with nothing is gone
    /// @param admission says under which labels it counts
    void add(Edge edge, int sign, UnaryOperator<SortedMap<String, String>> admission) {
        SortedMap<String, String> admitted = admission.apply(labels.of(edge));
        count(Family.REQUESTS, admitted, sign * edge.calls());
        // As a counter: there once there was a failure.
        count(Family.FAILED, admitted, sign * edge.errors());
        Durations client = edge.clientDurations();
        Durations server = edge.serverDurations();
        // As the other side sees it where one sends no spans.
        histogram(Family.SERVER_SECONDS, admitted, server.count() > 0 ? server : client, sign, edge.exemplar());
        histogram(Family.CLIENT_SECONDS, admitted, client.count() > 0 ? client : server, sign, null);
    }

    /// @param bytes of the spans
    void add(SpanSeries series, long bytes, int sign, UnaryOperator<SortedMap<String, String>> admission) {
        SortedMap<String, String> admitted = admission.apply(labels.of(series));
        count(Family.CALLS, admitted, sign * series.durations().count());
        histogram(Family.LATENCY, admitted, series.durations(), sign, series.exemplar());
        count(Family.SIZE, admitted, sign * bytes);
    }

    private void count(Family family, SortedMap<String, String> admitted, long more) {
        if (more != 0) {
            Counted counted = at(family, admitted);
            counted.add(more);
            clear(family, admitted, counted);
        }
    }

    private void histogram(
            Family family,
            SortedMap<String, String> admitted,
            Durations durations,
            int sign,
            @Nullable Exemplar exemplar) {
        if (durations.count() > 0) {
            Counted counted = at(family, admitted);
            counted.add(durations, sign, exemplar);
            clear(family, admitted, counted);
        }
    }

    private Counted at(Family family, SortedMap<String, String> admitted) {
        return of(family).computeIfAbsent(admitted, key -> new Counted(family, exponential));
    }

    private void clear(Family family, SortedMap<String, String> admitted, Counted counted) {
        if (counted.count() == 0) {
            of(family).remove(admitted);
        }
    }
}
