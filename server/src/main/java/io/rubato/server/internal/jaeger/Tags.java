package io.rubato.server.internal.jaeger;

import io.rubato.server.internal.trace.Values;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tags that stand for fields of OTLP.
/// Source: <https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/jaeger/>
final class Tags {
    static final String SPAN_KIND = "span.kind";
    static final String ERROR = "error";
    static final String STATUS_CODE = "otel.status_code";
    static final String STATUS_DESCRIPTION = "otel.status_description";
    static final String SCOPE_NAME = "otel.scope.name";
    static final String SCOPE_VERSION = "otel.scope.version";
    static final String SPAN_STATUS = "span.status";
    static final String TRACE_STATE = "w3c.tracestate";
    static final String EVENT = "event";

    /// Of a link: the kind of reference it was.
    static final String REFERENCE_TYPE = "opentracing.ref_type";

    /// Flags beyond `sampled`.
    static final String FLAGS = "jaeger.flags";

    /// Kinds by OTLP's number; there is none for 0.
    static final List<String> KINDS = List.of("", "internal", "server", "client", "producer", "consumer");

    private Tags() {}

    static @Nullable AttributeValue find(List<Attribute> tags, String key) {
        for (Attribute tag : tags) {
            if (tag.key().equals(key)) {
                return tag.value();
            }
        }
        return null;
    }

    /// Empty when there is none.
    static String text(List<Attribute> tags, String key) {
        AttributeValue value = find(tags, key);
        return value == null ? "" : Values.text(value);
    }
}
