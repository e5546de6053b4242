package io.rubato.server.internal.jaeger;

import io.rubato.server.internal.jaeger.JaegerSpan.Log;
import io.rubato.server.internal.jaeger.JaegerSpan.Reference;
import io.rubato.server.internal.jaeger.JaegerSpan.Sender;
import io.rubato.server.internal.trace.DecodedTrace;
import io.rubato.server.internal.trace.DecodedTrace.Event;
import io.rubato.server.internal.trace.DecodedTrace.Link;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.util.ArrayList;
import java.util.List;

/// Stored spans as Jaeger's, by OpenTelemetry's mapping. What came from Jaeger has the tags it came with.
final class OtlpToJaeger {
    private static final String SERVICE = "service.name";

    private OtlpToJaeger() {}

    static Sender sender(List<Attribute> resource) {
        String service = Tags.text(resource, SERVICE);
        return new Sender(
                service.isEmpty() ? "unknown_service" : service,
                resource.stream().filter(each -> !each.key().equals(SERVICE)).toList());
    }

    static JaegerSpan span(Sender sender, String scopeName, String scopeVersion, DecodedTrace.Span span) {
        return new JaegerSpan(
                sender,
                span.traceId(),
                span.spanId(),
                span.name(),
                references(span),
                flags(span),
                span.startNanos(),
                span.durationNanos(),
                tags(scopeName, scopeVersion, span),
                span.events().stream().map(OtlpToJaeger::log).toList());
    }

    private static List<Reference> references(DecodedTrace.Span span) {
        List<Reference> references = new ArrayList<>();
        if (!span.parentId().isEmpty() && span.links().stream().noneMatch(link -> linksParent(span, link))) {
            references.add(new Reference(span.traceId(), span.parentId(), false));
        }
        for (Link link : span.links()) {
            boolean child = Tags.text(link.attributes(), Tags.REFERENCE_TYPE).equals("child_of");
            references.add(new Reference(link.traceId(), link.spanId(), !child));
        }
        return references;
    }

    /// Whether a link says what kind of reference the parent is.
    private static boolean linksParent(DecodedTrace.Span span, Link link) {
        return link.spanId().equals(span.parentId())
                && link.traceId().equals(span.traceId())
                && Tags.find(link.attributes(), Tags.REFERENCE_TYPE) != null;
    }

    private static int flags(DecodedTrace.Span span) {
        return Tags.find(span.attributes(), Tags.FLAGS) instanceof AttributeValue.Int(long flags) ? (int) flags : 1;
    }

    private static List<Attribute> tags(String scopeName, String scopeVersion, DecodedTrace.Span span) {
        List<Attribute> tags = new ArrayList<>();
        span.attributes().stream()
                .filter(each -> !each.key().equals(Tags.FLAGS))
                .forEach(tags::add);
        if (span.kind() > 0 && span.kind() < Tags.KINDS.size()) {
            add(tags, Tags.SPAN_KIND, Tags.KINDS.get(span.kind()));
        }
        add(tags, Tags.SCOPE_NAME, scopeName);
        add(tags, Tags.SCOPE_VERSION, scopeVersion);
        add(tags, Tags.TRACE_STATE, span.traceState());
        if (span.statusCode() == DecodedTrace.Span.OK) {
            add(tags, Tags.STATUS_CODE, "OK");
        } else if (span.statusCode() == DecodedTrace.Span.ERROR && Tags.find(tags, Tags.ERROR) == null) {
            add(tags, Tags.STATUS_CODE, "ERROR");
            tags.add(new Attribute(Tags.ERROR, new AttributeValue.Bool(true)));
        }
        add(tags, Tags.STATUS_DESCRIPTION, span.statusMessage());
        return tags;
    }

    private static void add(List<Attribute> tags, String key, String text) {
        if (!text.isEmpty()) {
            tags.add(new Attribute(key, new AttributeValue.Text(text)));
        }
    }

    private static Log log(Event event) {
        List<Attribute> fields = new ArrayList<>();
        add(fields, Tags.EVENT, event.name());
        fields.addAll(event.attributes());
        return new Log(event.timeNanos(), fields);
    }
}
