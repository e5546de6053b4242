package io.rubato.server.internal.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rubato.query.MetricsResult;
import io.rubato.query.MetricsSeries;
import io.rubato.query.MetricsSeries.Exemplar;
import io.rubato.query.MetricsSeries.Sample;
import io.rubato.storage.DamagedException;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The answers of `/api/metrics/query_range` and `/api/metrics/query`, with the fields of tempopb.QueryRangeResponse
/// and tempopb.QueryInstantResponse and no others: Grafana refuses the latter with a field it does not know.
final class MetricsJson {
    private MetricsJson() {}

    /// @param damage what could not be read
    /// @param instant whether each series is one number
    static byte[] bytes(MetricsResult result, List<DamagedException> damage, boolean instant) {
        return Json.bytes(out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("series");
            for (MetricsSeries series : result.series()) {
                out.writeStartObject();
                AttributeJson.write(out, "labels", series.labels());
                if (instant) {
                    value(out, series.samples().getFirst().value());
                } else {
                    samples(out, series);
                }
                out.writeEndObject();
            }
            out.writeEndArray();
            SearchJson.metrics(out, result.metrics());
            status(out, result, damage);
            out.writeEndObject();
        });
    }

    private static void status(JsonGenerator out, MetricsResult result, List<DamagedException> damage)
            throws IOException {
        List<String> messages = new ArrayList<>();
        result.leftOut().ifPresent(messages::add);
        damage.forEach(one -> messages.add(String.valueOf(one.getMessage())));
        if (!messages.isEmpty()) {
            out.writeStringField("status", "PARTIAL");
        }
        messages.addAll(result.warnings());
        Json.textField(out, "message", String.join("; ", messages));
    }

    private static void samples(JsonGenerator out, MetricsSeries series) throws IOException {
        out.writeArrayFieldStart("samples");
        for (Sample sample : series.samples()) {
            out.writeStartObject();
            Json.longField(out, "timestampMs", sample.timestampMillis());
            value(out, sample.value());
            out.writeEndObject();
        }
        out.writeEndArray();
        if (!series.exemplars().isEmpty()) {
            out.writeArrayFieldStart("exemplars");
            for (Exemplar exemplar : series.exemplars()) {
                exemplar(out, exemplar);
            }
            out.writeEndArray();
        }
    }

    private static void exemplar(JsonGenerator out, Exemplar exemplar) throws IOException {
        List<Attribute> labels = new ArrayList<>();
        String id = SearchJson.withoutLeadingZeros(exemplar.traceId().hex());
        labels.add(new Attribute("trace:id", new AttributeValue.Text(id)));
        labels.addAll(exemplar.labels());
        out.writeStartObject();
        AttributeJson.write(out, "labels", labels);
        value(out, exemplar.value());
        Json.longField(out, "timestampMs", exemplar.timestampMillis());
        out.writeEndObject();
    }

    private static void value(JsonGenerator out, double value) throws IOException {
        if (!Double.isFinite(value)) {
            out.writeStringField("value", Double.toString(value));
        } else if (value != 0) {
            out.writeNumberField("value", value);
        }
    }
}
