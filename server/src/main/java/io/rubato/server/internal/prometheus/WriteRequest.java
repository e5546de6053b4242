package io.rubato.server.internal.prometheus;

import io.rubato.query.Exemplar;
import io.rubato.server.internal.otlp.ProtobufWriter;
import java.util.Map;
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
        if (exemplar != null) {
            int example = begin(3);
            label(1, "trace_id", exemplar.traceId().hex());
            number(2, exemplar.durationNanos() / SECOND);
            time(3, Math.floorDiv(exemplar.endNanos(), 1_000_000));
            out.end(example);
        }
        out.end(series);
        size++;
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
        out.tag(field, VARINT);
        out.varint(millis);
    }
}
