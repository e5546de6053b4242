package io.rubato.generator.span;

import java.util.ArrayList;
import java.util.List;

/// Reads one `Span`; holds its fields until all are seen.
final class SpanReader {
    private String traceId = "";
    private String spanId = "";
    private String parentSpanId = "";
    private String traceState = "";
    private int flags;
    private String name = "";
    private int kind;
    private long startNanos;
    private long endNanos;
    private final List<Attribute> attributes = new ArrayList<>();
    private int droppedAttributes;
    private final List<SpanEvent> events = new ArrayList<>();
    private int droppedEvents;
    private final List<SpanLink> links = new ArrayList<>();
    private int droppedLinks;
    private String statusMessage = "";
    private int statusCode;

    private SpanReader() {}

    static GeneratedSpan span(WireReader in, SpanResource resource, SpanScope scope) {
        SpanReader reader = new SpanReader();
        while (in.next()) {
            reader.field(in);
        }
        return reader.build(resource, scope);
    }

    private void field(WireReader in) {
        switch (in.field()) {
            case 1 -> traceId = in.hex();
            case 2 -> spanId = in.hex();
            case 3 -> traceState = in.text();
            case 4 -> parentSpanId = in.hex();
            case 5 -> name = in.text();
            case 6 -> kind = in.unsigned();
            case 7 -> startNanos = in.number();
            case 8 -> endNanos = in.number();
            case 9 -> attributes.add(ValueReader.attribute(in.message()));
            case 10 -> droppedAttributes = in.unsigned();
            case 11 -> events.add(event(in.message()));
            case 12 -> droppedEvents = in.unsigned();
            case 13 -> links.add(link(in.message()));
            case 14 -> droppedLinks = in.unsigned();
            case 15 -> status(in.message());
            case 16 -> flags = in.unsigned();
            default -> throw in.unknown("Span");
        }
    }

    private void status(WireReader in) {
        while (in.next()) {
            switch (in.field()) {
                case 2 -> statusMessage = in.text();
                case 3 -> statusCode = in.unsigned();
                default -> throw in.unknown("Status");
            }
        }
    }

    private GeneratedSpan build(SpanResource resource, SpanScope scope) {
        return new GeneratedSpan(
                resource,
                scope,
                traceId,
                spanId,
                parentSpanId,
                traceState,
                flags,
                name,
                kind,
                startNanos,
                endNanos,
                List.copyOf(attributes),
                droppedAttributes,
                List.copyOf(events),
                droppedEvents,
                List.copyOf(links),
                droppedLinks,
                statusMessage,
                statusCode);
    }

    private static SpanEvent event(WireReader in) {
        long time = 0;
        String name = "";
        List<Attribute> attributes = new ArrayList<>();
        int dropped = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> time = in.number();
                case 2 -> name = in.text();
                case 3 -> attributes.add(ValueReader.attribute(in.message()));
                case 4 -> dropped = in.unsigned();
                default -> throw in.unknown("Event");
            }
        }
        return new SpanEvent(time, name, List.copyOf(attributes), dropped);
    }

    private static SpanLink link(WireReader in) {
        String traceId = "";
        String spanId = "";
        String traceState = "";
        List<Attribute> attributes = new ArrayList<>();
        int dropped = 0;
        int flags = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> traceId = in.hex();
                case 2 -> spanId = in.hex();
                case 3 -> traceState = in.text();
                case 4 -> attributes.add(ValueReader.attribute(in.message()));
                case 5 -> dropped = in.unsigned();
                case 6 -> flags = in.unsigned();
                default -> throw in.unknown("Link");
            }
        }
        return new SpanLink(traceId, spanId, traceState, List.copyOf(attributes), dropped, flags);
    }
}
