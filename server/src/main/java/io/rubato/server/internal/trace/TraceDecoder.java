package io.rubato.server.internal.trace;

import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.otlp.ProtobufReader;
import io.rubato.server.internal.trace.DecodedTrace.Event;
import io.rubato.server.internal.trace.DecodedTrace.Link;
import io.rubato.server.internal.trace.DecodedTrace.ResourceSpans;
import io.rubato.server.internal.trace.DecodedTrace.ScopeSpans;
import io.rubato.server.internal.trace.DecodedTrace.Span;
import io.rubato.storage.model.Attribute;
import java.util.ArrayList;
import java.util.List;

/// Decodes a tempopb.Trace. What the store holds was checked when it came in; what is not known is passed over.
public final class TraceDecoder {
    private TraceDecoder() {}

    /// @throws MalformedOtlpException if it is none
    public static DecodedTrace decode(byte[] trace) throws MalformedOtlpException {
        List<ResourceSpans> resources = new ArrayList<>();
        new Fields(new ProtobufReader(trace)).each((number, in) -> {
            if (number == 1) {
                resources.add(resource(in.message()));
            }
        });
        return new DecodedTrace(resources);
    }

    private static ResourceSpans resource(Fields in) throws MalformedOtlpException {
        List<Attribute> attributes = new ArrayList<>();
        List<ScopeSpans> scopes = new ArrayList<>();
        in.each((number, field) -> {
            switch (number) {
                case 1 ->
                    field.message().each((inner, attribute) -> {
                        if (inner == 1) {
                            attributes.add(Values.attribute(attribute.message()));
                        }
                    });
                case 2 -> scopes.add(scope(field.message()));
                default -> {}
            }
        });
        return new ResourceSpans(attributes, scopes);
    }

    private static ScopeSpans scope(Fields in) throws MalformedOtlpException {
        String[] scope = {"", ""};
        List<Span> spans = new ArrayList<>();
        in.each((number, field) -> {
            switch (number) {
                case 1 ->
                    field.message().each((inner, text) -> {
                        if (inner == 1 || inner == 2) {
                            scope[inner - 1] = text.text();
                        }
                    });
                case 2 -> spans.add(span(field.message()));
                default -> {}
            }
        });
        return new ScopeSpans(scope[0], scope[1], spans);
    }

    private static Span span(Fields in) throws MalformedOtlpException {
        Building span = new Building();
        in.each((number, field) -> {
            switch (number) {
                case 1 -> span.traceId = field.hex();
                case 2 -> span.spanId = field.hex();
                case 3 -> span.traceState = field.text();
                case 4 -> span.parentId = field.hex();
                case 5 -> span.name = field.text();
                case 6 -> span.kind = (int) field.number();
                case 7 -> span.start = field.number();
                case 8 -> span.end = field.number();
                case 9 -> span.attributes.add(Values.attribute(field.message()));
                case 11 -> span.events.add(event(field.message()));
                case 13 -> span.links.add(link(field.message()));
                case 15 ->
                    field.message().each((inner, status) -> {
                        switch (inner) {
                            case 2 -> span.statusMessage = status.text();
                            case 3 -> span.statusCode = (int) status.number();
                            default -> {}
                        }
                    });
                default -> {}
            }
        });
        return span.built();
    }

    private static Event event(Fields in) throws MalformedOtlpException {
        Building event = new Building();
        in.each((number, field) -> {
            switch (number) {
                case 1 -> event.start = field.number();
                case 2 -> event.name = field.text();
                case 3 -> event.attributes.add(Values.attribute(field.message()));
                default -> {}
            }
        });
        return new Event(event.name, event.start, event.attributes);
    }

    private static Link link(Fields in) throws MalformedOtlpException {
        Building link = new Building();
        in.each((number, field) -> {
            switch (number) {
                case 1 -> link.traceId = field.hex();
                case 2 -> link.spanId = field.hex();
                case 4 -> link.attributes.add(Values.attribute(field.message()));
                default -> {}
            }
        });
        return new Link(link.traceId, link.spanId, link.attributes);
    }

    private static final class Building {
        String traceId = "";
        String spanId = "";
        String traceState = "";
        String parentId = "";
        String name = "";
        int kind;
        long start;
        long end;
        final List<Attribute> attributes = new ArrayList<>();
        final List<Event> events = new ArrayList<>();
        final List<Link> links = new ArrayList<>();
        int statusCode;
        String statusMessage = "";

        Span built() {
            return new Span(
                    traceId,
                    spanId,
                    traceState,
                    parentId.chars().allMatch(digit -> digit == '0') ? "" : parentId,
                    name,
                    kind,
                    start,
                    end,
                    attributes,
                    events,
                    links,
                    statusCode,
                    statusMessage);
        }
    }
}
