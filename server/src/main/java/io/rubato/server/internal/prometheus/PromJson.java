package io.rubato.server.internal.prometheus;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rubato.server.internal.api.Json;
import io.rubato.server.internal.promql.NativeHistogram;
import io.rubato.server.internal.promql.PromNumbers;
import io.rubato.server.internal.promql.Sample;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Answers in the form of Prometheus' API.
/// Source: <https://prometheus.io/docs/prometheus/latest/querying/api/>
final class PromJson {
    private static final double SECOND = 1e9;

    private PromJson() {}

    static byte[] success(Json.Writing data) {
        return Json.bytes(out -> {
            out.writeStartObject();
            out.writeStringField("status", "success");
            out.writeFieldName("data");
            data.to(out);
            out.writeEndObject();
        });
    }

    static byte[] error(String type, String text) {
        return Json.bytes(out -> {
            out.writeStartObject();
            out.writeStringField("status", "error");
            out.writeStringField("errorType", type);
            out.writeStringField("error", text);
            out.writeEndObject();
        });
    }

    static byte[] scalar(double value, long timeNanos) {
        return success(out -> {
            out.writeStartObject();
            out.writeStringField("resultType", "scalar");
            out.writeFieldName("result");
            point(out, new Point(timeNanos, value, null));
            out.writeEndObject();
        });
    }

    static byte[] text(String value, long timeNanos) {
        return success(out -> {
            out.writeStartObject();
            out.writeStringField("resultType", "string");
            out.writeArrayFieldStart("result");
            out.writeNumber(PromNumbers.text(Math.floorDiv(timeNanos, 1_000_000) / 1e3));
            out.writeString(value);
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    static byte[] vector(List<Sample> samples, long timeNanos) {
        return success(out -> {
            out.writeStartObject();
            out.writeStringField("resultType", "vector");
            out.writeArrayFieldStart("result");
            for (Sample sample : samples) {
                out.writeStartObject();
                out.writeFieldName("metric");
                labels(out, sample.labels());
                out.writeFieldName(sample.histogram() == null ? "value" : "histogram");
                point(out, new Point(timeNanos, sample.value(), sample.histogram()));
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    /// One value at one time.
    ///
    /// @param histogram instead of the value, if it is there
    record Point(long timeNanos, double value, @Nullable NativeHistogram histogram) {}

    static byte[] matrix(Map<SortedMap<String, String>, List<Point>> series) {
        return success(out -> {
            out.writeStartObject();
            out.writeStringField("resultType", "matrix");
            out.writeArrayFieldStart("result");
            for (Map.Entry<SortedMap<String, String>, List<Point>> one : series.entrySet()) {
                out.writeStartObject();
                out.writeFieldName("metric");
                labels(out, one.getKey());
                points(
                        out,
                        "values",
                        one.getValue().stream()
                                .filter(point -> point.histogram == null)
                                .toList());
                points(
                        out,
                        "histograms",
                        one.getValue().stream()
                                .filter(point -> point.histogram != null)
                                .toList());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    static void labels(JsonGenerator out, SortedMap<String, String> labels) throws IOException {
        out.writeStartObject();
        for (Map.Entry<String, String> label : labels.entrySet()) {
            out.writeStringField(label.getKey(), label.getValue());
        }
        out.writeEndObject();
    }

    private static void points(JsonGenerator out, String field, List<Point> points) throws IOException {
        if (points.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart(field);
        for (Point point : points) {
            point(out, point);
        }
        out.writeEndArray();
    }

    /// Prometheus' times are to the millisecond.
    private static void point(JsonGenerator out, Point point) throws IOException {
        out.writeStartArray();
        out.writeNumber(PromNumbers.text(Math.floorDiv(point.timeNanos, 1_000_000) * 1e6 / SECOND));
        if (point.histogram == null) {
            out.writeString(PromNumbers.text(point.value));
        } else {
            histogram(out, point.histogram);
        }
        out.writeEndArray();
    }

    private static void histogram(JsonGenerator out, NativeHistogram histogram) throws IOException {
        out.writeStartObject();
        out.writeStringField("count", PromNumbers.text(histogram.count()));
        out.writeStringField("sum", PromNumbers.text(histogram.sum()));
        out.writeArrayFieldStart("buckets");
        if (histogram.zeros() > 0) {
            bucket(out, 3, -NativeHistogram.ZERO_THRESHOLD, NativeHistogram.ZERO_THRESHOLD, histogram.zeros());
        }
        for (Map.Entry<Integer, Double> bucket : histogram.buckets().entrySet()) {
            bucket(out, 0, histogram.end(bucket.getKey() - 1), histogram.end(bucket.getKey()), bucket.getValue());
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    /// @param bounds which ends belong to it: 0 the upper one, 3 both
    private static void bucket(JsonGenerator out, int bounds, double low, double high, double count)
            throws IOException {
        out.writeStartArray();
        out.writeNumber(bounds);
        out.writeString(PromNumbers.text(low));
        out.writeString(PromNumbers.text(high));
        out.writeString(PromNumbers.text(count));
        out.writeEndArray();
    }
}
