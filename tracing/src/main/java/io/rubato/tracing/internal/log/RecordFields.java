package io.rubato.tracing.internal.log;

import io.opentelemetry.api.trace.SpanContext;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The members of a record after `message`: each name once, sorted, every value with the type it was given.
///
/// The caller's fields keep their names, except that those the record itself uses are put under `field.`: nobody can
/// forge a trace id. An attribute of the span that a field already names is put under `span.`.
final class RecordFields {
    private static final Set<String> RESERVED = Set.of(
            "time",
            "level",
            "file",
            "line",
            "target",
            "message",
            "span_name",
            "trace_id",
            "span_id",
            "parent_id",
            "tracestate",
            "x_request_id",
            "x_dynamo_request_id");

    private RecordFields() {}

    static SortedMap<String, Object> of(LogEvent event, LoggedSpan span, boolean ids) {
        SortedMap<String, Object> fields = new TreeMap<>();
        event.fields().forEach((name, value) -> fields.put(free(name), value == null ? "null" : value));
        if (event.thrown() != null) {
            exception(fields, event.thrown());
        }
        span.attributes().forEach((key, value) -> {
            String name = key.getKey();
            if (name.equals("x_request_id") || name.equals("x_dynamo_request_id")) {
                return;
            }
            name = free(name);
            Object already = fields.get(name);
            if (already == null) {
                fields.put(name, value);
            } else if (!already.equals(value)) {
                fields.put("span." + name, value);
            }
        });
        if (ids) {
            ids(fields, span);
        }
        return fields;
    }

    private static String free(String name) {
        return RESERVED.contains(name) ? "field." + name : name;
    }

    private static void ids(SortedMap<String, Object> fields, LoggedSpan span) {
        SpanContext context = span.context();
        if (context.isValid()) {
            put(fields, "span_name", span.name());
            put(fields, "trace_id", context.getTraceId());
            put(fields, "span_id", context.getSpanId());
            put(fields, "parent_id", span.parentId());
            put(fields, "tracestate", span.traceState());
        }
        put(fields, "x_request_id", span.requestId());
        put(fields, "x_dynamo_request_id", span.dynamoRequestId());
    }

    private static void put(SortedMap<String, Object> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private static void exception(SortedMap<String, Object> fields, Throwable thrown) {
        fields.put("exception.type", thrown.getClass().getName());
        String message = thrown.getMessage();
        if (message != null) {
            fields.put("exception.message", message);
        }
        fields.put("exception.stacktrace", stackTrace(thrown));
    }

    static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
