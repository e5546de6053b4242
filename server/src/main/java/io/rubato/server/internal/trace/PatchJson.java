package io.rubato.server.internal.trace;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rubato.server.internal.trace.TraceDiff.Change;
import io.rubato.server.internal.trace.TraceDiff.Modified;
import io.rubato.server.internal.trace.TraceTree.Node;
import io.rubato.storage.model.AttributeValue;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Every difference between two traces, in the form `trace-patch-v0` of Tempo's diff.
final class PatchJson {
    static final String VERSION = "trace-patch-v0";

    /// Spans listed as modified, added or removed, each; `stats` counts all.
    private static final int MOST = 10_000;

    private PatchJson() {}

    static void write(JsonGenerator out, TraceDiff diff) throws IOException {
        out.writeStartObject();
        out.writeStringField("version", VERSION);
        side(out, "base", diff.base);
        side(out, "compare", diff.compare);
        stats(out, diff);
        out.writeArrayFieldStart("modified");
        for (Modified one : first(diff.modified)) {
            modified(out, one);
        }
        out.writeEndArray();
        changes(out, "added", first(diff.added));
        changes(out, "removed", first(diff.removed));
        out.writeArrayFieldStart("warnings");
        out.writeEndArray();
        out.writeEndObject();
    }

    private static <T> List<T> first(List<T> all) {
        return all.subList(0, Math.min(MOST, all.size()));
    }

    private static void side(JsonGenerator out, String name, TraceTree trace) throws IOException {
        out.writeObjectFieldStart(name);
        out.writeStringField("traceId", trace.traceId());
        out.writeNumberField("spanCount", trace.nodes.size());
        out.writeEndObject();
    }

    private static void stats(JsonGenerator out, TraceDiff diff) throws IOException {
        out.writeObjectFieldStart("stats");
        out.writeNumberField("spanCountA", diff.base.nodes.size());
        out.writeNumberField("spanCountB", diff.compare.nodes.size());
        out.writeNumberField("matchedSpans", diff.matched.size());
        out.writeNumberField("modifiedSpans", diff.modified.size());
        out.writeNumberField("addedSpans", diff.added.size());
        out.writeNumberField("removedSpans", diff.removed.size());
        out.writeNumberField("fieldChanges", diff.fieldChanges);
        out.writeNumberField("attributeChanges", diff.attributeChanges);
        out.writeNumberField("eventChanges", diff.eventChanges);
        boolean truncated = diff.modified.size() > MOST || diff.added.size() > MOST || diff.removed.size() > MOST;
        out.writeBooleanField("truncated", truncated);
        out.writeEndObject();
    }

    private static void modified(JsonGenerator out, Modified modified) throws IOException {
        out.writeStartObject();
        out.writeObjectFieldStart("span");
        locator(out, modified.pair().base());
        out.writeEndObject();
        out.writeArrayFieldStart("changes");
        for (Change change : modified.changes()) {
            out.writeStartObject();
            out.writeStringField("op", change.operation());
            target(out, change);
            value(out, "before", change.before());
            value(out, "after", change.after());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void target(JsonGenerator out, Change change) throws IOException {
        out.writeObjectFieldStart("target");
        if (change.field() != null) {
            out.writeStringField("type", "field");
            out.writeStringField("name", change.field());
        } else {
            out.writeStringField("type", "attribute");
            out.writeStringField("scope", "span");
            out.writeStringField("key", change.key());
        }
        out.writeEndObject();
    }

    private static void value(JsonGenerator out, String name, @Nullable AttributeValue value) throws IOException {
        out.writeFieldName(name);
        if (value == null) {
            out.writeNull();
        } else {
            Values.write(out, value);
        }
    }

    private static void changes(JsonGenerator out, String name, List<Node> spans) throws IOException {
        out.writeArrayFieldStart(name);
        for (Node node : spans) {
            out.writeStartObject();
            out.writeObjectFieldStart("target");
            out.writeStringField("type", "span");
            path(out, "path", node);
            if (node.parent != null) {
                path(out, "parentPath", node.parent);
            }
            out.writeNumberField("index", node.index);
            out.writeEndObject();
            out.writeObjectFieldStart("span");
            locator(out, node);
            out.writeNumberField("duration_nanos", node.span.durationNanos());
            out.writeStringField("status", node.span.statusWord());
            out.writeEndObject();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void locator(JsonGenerator out, Node node) throws IOException {
        path(out, "path", node);
        out.writeStringField("service", node.service);
        out.writeStringField("name", node.span.name());
        out.writeStringField("kind", node.span.kindWord());
    }

    private static void path(JsonGenerator out, String name, Node node) throws IOException {
        out.writeArrayFieldStart(name);
        for (int index : node.path()) {
            out.writeNumber(index);
        }
        out.writeEndArray();
    }
}
