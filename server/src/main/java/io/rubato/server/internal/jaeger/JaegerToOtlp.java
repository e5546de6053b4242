package io.rubato.server.internal.jaeger;

import io.rubato.server.internal.jaeger.JaegerSpan.Log;
import io.rubato.server.internal.jaeger.JaegerSpan.Reference;
import io.rubato.server.internal.jaeger.JaegerSpan.Sender;
import io.rubato.server.internal.trace.DecodedTrace;
import io.rubato.server.internal.trace.DecodedTrace.Event;
import io.rubato.server.internal.trace.DecodedTrace.Link;
import io.rubato.server.internal.trace.SpanGroups;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Jaeger's spans as OTLP: OpenTelemetry's mapping the other way round. The first reference to a span of the same trace
/// is the parent, a CHILD_OF before a FOLLOWS_FROM; the others are links, and so is a parent that the span follows
/// from.
/// A log's field `event` is the event's name.
final class JaegerToOtlp {
    private static final String SERVICE = "service.name";

    private JaegerToOtlp() {}

    static DecodedTrace of(List<JaegerSpan> spans) {
        SpanGroups groups = new SpanGroups();
        for (JaegerSpan span : spans) {
            groups.add(
                    resource(span.sender()),
                    Tags.text(span.tags(), Tags.SCOPE_NAME),
                    Tags.text(span.tags(), Tags.SCOPE_VERSION),
                    span(span));
        }
        return groups.trace();
    }

    private static List<Attribute> resource(Sender process) {
        List<Attribute> attributes = new ArrayList<>();
        if (!process.service().isEmpty()) {
            attributes.add(new Attribute(SERVICE, new AttributeValue.Text(process.service())));
        }
        attributes.addAll(process.tags());
        return attributes;
    }

    private static DecodedTrace.Span span(JaegerSpan span) {
        List<Attribute> tags = span.tags();
        Status status = Status.of(tags);
        int kind = Math.max(0, Tags.KINDS.indexOf(Tags.text(tags, Tags.SPAN_KIND)));
        List<Attribute> attributes = new ArrayList<>();
        for (Attribute tag : tags) {
            boolean field = switch (tag.key()) {
                case Tags.SCOPE_NAME, Tags.SCOPE_VERSION, Tags.TRACE_STATE -> true;
                case Tags.SPAN_KIND -> kind != 0;
                default -> status.tags().contains(tag.key());
            };
            if (!field) {
                attributes.add(tag);
            }
        }
        if (span.flags() != 0 && span.flags() != 1) {
            attributes.add(new Attribute(Tags.FLAGS, new AttributeValue.Int(span.flags())));
        }
        Reference parent = parent(span);
        return new DecodedTrace.Span(
                span.traceId(),
                span.spanId(),
                Tags.text(tags, Tags.TRACE_STATE),
                parent == null ? "" : parent.spanId(),
                span.operation(),
                kind,
                span.startNanos(),
                span.startNanos() + span.durationNanos(),
                attributes,
                span.logs().stream().map(JaegerToOtlp::event).toList(),
                span.references().stream()
                        .filter(reference -> !saidByParent(span, reference, parent))
                        .map(JaegerToOtlp::link)
                        .toList(),
                status.code(),
                status.message());
    }

    private static @Nullable Reference parent(JaegerSpan span) {
        Reference follows = null;
        for (Reference reference : span.references()) {
            if (reference.traceId().equals(span.traceId())) {
                if (!reference.follows()) {
                    return reference;
                }
                follows = follows == null ? reference : follows;
            }
        }
        return follows;
    }

    /// Whether the parent's id says all that a reference does. That it follows from its parent, only a link can say.
    private static boolean saidByParent(JaegerSpan span, Reference reference, @Nullable Reference parent) {
        return parent != null
                && !parent.follows()
                && reference.equals(parent)
                && span.references().stream().noneMatch(each -> each.follows() && sameSpan(each, parent));
    }

    private static boolean sameSpan(Reference one, Reference other) {
        return one.traceId().equals(other.traceId()) && one.spanId().equals(other.spanId());
    }

    private static Link link(Reference reference) {
        String type = reference.follows() ? "follows_from" : "child_of";
        return new Link(
                reference.traceId(),
                reference.spanId(),
                List.of(new Attribute(Tags.REFERENCE_TYPE, new AttributeValue.Text(type))));
    }

    private static Event event(Log log) {
        boolean named = Tags.find(log.fields(), Tags.EVENT) instanceof AttributeValue.Text;
        return new Event(
                named ? Tags.text(log.fields(), Tags.EVENT) : "",
                log.timeNanos(),
                named
                        ? log.fields().stream()
                                .filter(field -> !field.key().equals(Tags.EVENT))
                                .toList()
                        : log.fields());
    }

    /// What tags say of a span's end.
    ///
    /// @param tags those that the status stands for
    private record Status(int code, String message, Set<String> tags) {
        private static final Set<String> ALL = Set.of(Tags.STATUS_CODE, Tags.STATUS_DESCRIPTION, Tags.ERROR);

        /// OpenTelemetry writes `otel.status_code`; everybody else writes `error` alone, which then stays an attribute.
        static Status of(List<Attribute> tags) {
            String message = Tags.text(tags, Tags.STATUS_DESCRIPTION);
            return switch (Tags.text(tags, Tags.STATUS_CODE)) {
                case "OK" ->
                    new Status(DecodedTrace.Span.OK, message, Set.of(Tags.STATUS_CODE, Tags.STATUS_DESCRIPTION));
                case "ERROR" -> new Status(DecodedTrace.Span.ERROR, message, ALL);
                default ->
                    Tags.text(tags, Tags.ERROR).equals("true")
                            ? new Status(DecodedTrace.Span.ERROR, "", Set.of())
                            : new Status(0, "", Set.of());
            };
        }
    }
}
