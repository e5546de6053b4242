package io.rubato.server.internal.otlp;

import static io.rubato.server.internal.otlp.FieldType.BOOL;
import static io.rubato.server.internal.otlp.FieldType.BYTES;
import static io.rubato.server.internal.otlp.FieldType.DOUBLE;
import static io.rubato.server.internal.otlp.FieldType.FIXED32;
import static io.rubato.server.internal.otlp.FieldType.FIXED64;
import static io.rubato.server.internal.otlp.FieldType.ID;
import static io.rubato.server.internal.otlp.FieldType.INT32;
import static io.rubato.server.internal.otlp.FieldType.INT64;
import static io.rubato.server.internal.otlp.FieldType.STRING;
import static io.rubato.server.internal.otlp.FieldType.UINT32;
import static io.rubato.server.internal.otlp.FieldType.UINT64;
import static io.rubato.server.internal.otlp.MessageType.message;
import static io.rubato.server.internal.otlp.MessageType.oneof;

/// The messages of OTLP 1.11 for traces (opentelemetry-proto: trace, common, resource, collector/trace), and those of
/// Tempo's trace look-up (tempopb), which wrap them.
final class OtlpSchema {
    static final MessageType ANY_VALUE = oneof("AnyValue")
            .field(1, "string_value", STRING)
            .field(2, "bool_value", BOOL)
            .field(3, "int_value", INT64)
            .field(4, "double_value", DOUBLE)
            .message(5, "array_value", () -> OtlpSchema.ARRAY_VALUE)
            .message(6, "kvlist_value", () -> OtlpSchema.KEY_VALUE_LIST)
            .field(7, "bytes_value", BYTES)
            .field(8, "string_value_strindex", INT32)
            .build();

    static final MessageType ARRAY_VALUE =
            message("ArrayValue").messages(1, "values", () -> ANY_VALUE).build();

    static final MessageType KEY_VALUE = message("KeyValue")
            .field(1, "key", STRING)
            .message(2, "value", () -> ANY_VALUE)
            .field(3, "key_strindex", INT32)
            .build();

    static final MessageType KEY_VALUE_LIST =
            message("KeyValueList").messages(1, "values", () -> KEY_VALUE).build();

    static final MessageType ENTITY_REF = message("EntityRef")
            .field(1, "schema_url", STRING)
            .field(2, "type", STRING)
            .strings(3, "id_keys")
            .strings(4, "description_keys")
            .build();

    static final MessageType RESOURCE = message("Resource")
            .messages(1, "attributes", () -> KEY_VALUE)
            .field(2, "dropped_attributes_count", UINT32)
            .messages(3, "entity_refs", () -> ENTITY_REF)
            .build();

    static final MessageType SCOPE = message("InstrumentationScope")
            .field(1, "name", STRING)
            .field(2, "version", STRING)
            .messages(3, "attributes", () -> KEY_VALUE)
            .field(4, "dropped_attributes_count", UINT32)
            .build();

    static final MessageType EVENT = message("Event")
            .field(1, "time_unix_nano", FIXED64)
            .field(2, "name", STRING)
            .messages(3, "attributes", () -> KEY_VALUE)
            .field(4, "dropped_attributes_count", UINT32)
            .build();

    static final MessageType LINK = message("Link")
            .field(1, "trace_id", ID)
            .field(2, "span_id", ID)
            .field(3, "trace_state", STRING)
            .messages(4, "attributes", () -> KEY_VALUE)
            .field(5, "dropped_attributes_count", UINT32)
            .field(6, "flags", FIXED32)
            .build();

    static final MessageType STATUS = message("Status")
            .field(2, "message", STRING)
            .symbols(3, "code", "STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR")
            .build();

    static final MessageType SPAN = message("Span")
            .field(1, "trace_id", ID)
            .field(2, "span_id", ID)
            .field(3, "trace_state", STRING)
            .field(4, "parent_span_id", ID)
            .field(16, "flags", FIXED32)
            .field(5, "name", STRING)
            .symbols(
                    6,
                    "kind",
                    "SPAN_KIND_UNSPECIFIED",
                    "SPAN_KIND_INTERNAL",
                    "SPAN_KIND_SERVER",
                    "SPAN_KIND_CLIENT",
                    "SPAN_KIND_PRODUCER",
                    "SPAN_KIND_CONSUMER")
            .field(7, "start_time_unix_nano", FIXED64)
            .field(8, "end_time_unix_nano", FIXED64)
            .messages(9, "attributes", () -> KEY_VALUE)
            .field(10, "dropped_attributes_count", UINT32)
            .messages(11, "events", () -> EVENT)
            .field(12, "dropped_events_count", UINT32)
            .messages(13, "links", () -> LINK)
            .field(14, "dropped_links_count", UINT32)
            .always(15, "status", () -> STATUS)
            .build();

    static final MessageType SCOPE_SPANS = message("ScopeSpans")
            .always(1, "scope", () -> SCOPE)
            .messages(2, "spans", () -> SPAN)
            .field(3, "schema_url", STRING)
            .build();

    static final MessageType RESOURCE_SPANS = message("ResourceSpans")
            .always(1, "resource", () -> RESOURCE)
            .messages(2, "scope_spans", () -> SCOPE_SPANS)
            .field(3, "schema_url", STRING)
            .build();

    /// ExportTraceServiceRequest, TracesData and tempopb.Trace: the three are one on the wire.
    static final MessageType TRACES = message("ExportTraceServiceRequest")
            .messages(1, "resource_spans", () -> RESOURCE_SPANS)
            .build();

    /// tempopb.Trace under the name its list has in the first version of the trace API.
    static final MessageType BATCHES =
            message("Trace").messages(1, "batches", () -> RESOURCE_SPANS).build();

    static final MessageType TRACE_BY_ID_METRICS = message("TraceByIDMetrics")
            .field(1, "inspected_bytes", UINT64)
            .field(2, "backend_reads", UINT64)
            .field(3, "backend_bytes", UINT64)
            .build();

    static final MessageType TRACE_BY_ID_RESPONSE = message("TraceByIDResponse")
            .always(1, "trace", () -> TRACES)
            .always(2, "metrics", () -> TRACE_BY_ID_METRICS)
            .symbols(3, "status", "COMPLETE", "PARTIAL")
            .field(4, "message", STRING)
            .build();

    static final MessageType PARTIAL_SUCCESS = message("ExportTracePartialSuccess")
            .field(1, "rejected_spans", INT64)
            .field(2, "error_message", STRING)
            .build();

    static final MessageType EXPORT_RESPONSE = message("ExportTraceServiceResponse")
            .always(1, "partial_success", () -> PARTIAL_SUCCESS)
            .build();

    private OtlpSchema() {}
}
