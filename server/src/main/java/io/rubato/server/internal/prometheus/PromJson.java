package io.rubato.server.internal.prometheus;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rubato.server.internal.api.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

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
            point(out, timeNanos, value);
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
                out.writeFieldName("value");
                point(out, timeNanos, sample.value());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    /// One value at one time.
    record Point(long timeNanos, double value) {}

    static byte[] matrix(Map<SortedMap<String, String>, List<Point>> series) {
        return success(out -> {
            out.writeStartObject();
            out.writeStringField("resultType", "matrix");
            out.writeArrayFieldStart("result");
            for (Map.Entry<SortedMap<String, String>, List<Point>> one : series.entrySet()) {
                out.writeStartObject();
                out.writeFieldName("metric");
                labels(out, one.getKey());
                out.writeArrayFieldStart("values");
                for (Point point : one.getValue()) {
                    point(out, point.timeNanos, point.value);
                }
                out.writeEndArray();
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

    /// Prometheus' times are to the millisecond.
    private static void point(JsonGenerator out, long timeNanos, double value) throws IOException {
        out.writeStartArray();
        out.writeNumber(number(Math.floorDiv(timeNanos, 1_000_000) * 1e6 / SECOND));
        out.writeString(number(value));
        out.writeEndArray();
    }

    /// A number without an exponent.
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return value == 0
                ? "0"
                : new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
}
