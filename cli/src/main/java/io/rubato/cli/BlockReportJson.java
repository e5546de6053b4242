package io.rubato.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.rubato.storage.inspect.BlockReport;
import io.rubato.storage.inspect.BlockReport.Part;
import io.rubato.storage.inspect.DeadTraces;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A block report for programs: one JSON object on one line.
final class BlockReportJson {
    private BlockReportJson() {}

    /// @param dead which of its traces are dead, null when that is not known
    static String of(BlockReport report, @Nullable DeadTraces dead) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("block", report.name());
            json.writeNumberField("bytes", report.bytes());
            json.writeNumberField("formatVersion", report.formatVersion());
            json.writeNumberField("spans", report.spans());
            json.writeNumberField("traces", report.traces());
            json.writeNumberField("events", report.events());
            json.writeNumberField("links", report.links());
            json.writeNumberField("lateTraces", report.lateTraces());
            if (dead != null) {
                json.writeNumberField("deadSpans", dead.spans());
                json.writeNumberField("deadTraces", dead.traces());
            }
            if (report.spans() > 0) {
                json.writeNumberField("minStartNanos", report.minStart());
                json.writeNumberField("maxEndNanos", report.maxEnd());
            }
            json.writeNumberField("morsels", report.morsels());
            json.writeNumberField("footerBytes", report.footerBytes());
            json.writeArrayFieldStart("parts");
            for (Part part : report.parts()) {
                write(part, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void write(Part part, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", part.kind().name().toLowerCase(Locale.ROOT));
        json.writeStringField("level", part.level());
        json.writeStringField("name", part.name());
        json.writeBooleanField("attribute", part.attribute());
        json.writeStringField("type", part.type());
        if (part.values() >= 0) {
            json.writeNumberField("values", part.values());
        }
        json.writeNumberField("bytes", part.bytes());
        json.writeObjectFieldStart("encodings");
        for (Map.Entry<String, Integer> encoding : part.encodings().entrySet()) {
            json.writeNumberField(encoding.getKey(), encoding.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
