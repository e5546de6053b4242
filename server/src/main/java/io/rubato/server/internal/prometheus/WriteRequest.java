package io.rubato.server.internal.prometheus;

import io.rubato.query.Exemplar;
import io.rubato.server.internal.otlp.ProtobufWriter;
import io.rubato.server.internal.promql.NativeHistogram;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A `prometheus.WriteRequest` that is being made.
/// Source: <https://github.com/prometheus/prometheus/blob/main/prompb/remote.proto>
final class WriteRequest {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int MESSAGE = 2;
    private static final double SECOND = 1e9;

    private final ProtobufWriter out = new ProtobufWriter(65_536);
    private int size;

    int size() {
        return size;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    /// Adds one sample of a series.
    ///
    /// @param labels in order
    void add(Map<String, String> labels, double value, long millis, @Nullable Exemplar exemplar) {
        int series = begin(1);
        labels.forEach((name, text) -> label(1, name, text));
        int sample = begin(2);
        number(1, value);
        time(2, millis);
        out.end(sample);
        example(exemplar);
        out.end(series);
        size++;
    }

    /// Adds one native histogram of a series.
    ///
    /// @param labels in order
    void add(Map<String, String> labels, Counted counted, NativeBuckets buckets, long millis) {
        int series = begin(1);
        labels.forEach((name, text) -> label(1, name, text));
        example(counted.exemplar());
        int histogram = begin(4);
        count(1, counted.count());
        number(3, counted.sumNanos() / SECOND);
        NativeBuckets.Scaled scaled = buckets.scaled();
        count(4, zigzag(scaled.schema()));
        number(5, NativeHistogram.ZERO_THRESHOLD);
        count(6, buckets.zeros());
        positive(scaled.counts());
        time(15, millis);
        out.end(histogram);
        out.end(series);
        size++;
    }

    /// Runs of buckets without a gap, then the counts of all, each as its distance from the one before.
    private void positive(SortedMap<Integer, Long> buckets) {
        int next = 0;
        for (SortedMap<Integer, Long> rest = buckets; !rest.isEmpty(); rest = rest.tailMap(next)) {
            int first = rest.firstKey();
            int end = first;
            while (rest.containsKey(end)) {
                end++;
            }
            int span = begin(11);
            count(1, zigzag(first - next));
            count(2, end - first);
            out.end(span);
            next = end;
        }
        if (!buckets.isEmpty()) {
            int deltas = begin(12);
            long before = 0;
            for (long count : buckets.values()) {
                out.varint(zigzag(count - before));
                before = count;
            }
            out.end(deltas);
        }
    }

    private static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }

    private void example(@Nullable Exemplar exemplar) {
        if (exemplar != null) {
            int example = begin(3);
            label(1, "trace_id", exemplar.traceId().hex());
            number(2, exemplar.durationNanos() / SECOND);
            time(3, Math.floorDiv(exemplar.endNanos(), 1_000_000));
            out.end(example);
        }
    }

    private int begin(int field) {
        out.tag(field, MESSAGE);
        return out.begin();
    }

    private void label(int field, String name, String text) {
        int label = begin(field);
        out.tag(1, MESSAGE);
        out.string(name);
        out.tag(2, MESSAGE);
        out.string(text);
        out.end(label);
    }

    private void number(int field, double value) {
        out.tag(field, FIXED64);
        out.fixed64(Double.doubleToRawLongBits(value));
    }

    private void time(int field, long millis) {
        count(field, millis);
    }

    private void count(int field, long value) {
        out.tag(field, VARINT);
        out.varint(value);
    }
}
