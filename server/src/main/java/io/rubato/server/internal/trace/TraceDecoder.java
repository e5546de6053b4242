package io.rubato.server.internal.trace;

import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.otlp.ProtobufReader;
import io.rubato.server.internal.trace.DecodedTrace.Event;
import io.rubato.server.internal.trace.DecodedTrace.Link;
import io.rubato.server.internal.trace.DecodedTrace.ResourceSpans;
import io.rubato.server.internal.trace.DecodedTrace.ScopeSpans;
import io.rubato.server.internal.trace.DecodedTrace.Span;
import io.rubato.storage.model.Attribute;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/// Decodes a tempopb.Trace. What the store holds was checked when it came in; what is not known is passed over.
public final class TraceDecoder {
    /// What a span takes as objects: for itself, and for each byte of its protobuf, roughly.
    private static final int SPAN_BYTES = 500;

    private static final int BYTE_BYTES = 6;

    private TraceDecoder() {}

    /// The whole trace as objects, which take about ten times as much.
    ///
    /// @param memory counts them
    /// @throws MalformedOtlpException if it is none
    public static DecodedTrace decode(byte[] trace, LongConsumer memory) throws MalformedOtlpException {
        List<ResourceSpans> resources = new ArrayList<>();
        try {
            visit(trace, new Visitor() {
                @Override
                public void resource(List<Attribute> attributes) {
                    resources.add(new ResourceSpans(attributes, new ArrayList<>()));
                }

                @Override
                public void scope(String name, String version) {
                    resources.getLast().scopes().add(new ScopeSpans(name, version, new ArrayList<>()));
                }

                @Override
                public void span(Span span, int bytes) {
                    memory.accept(SPAN_BYTES + (long) BYTE_BYTES * bytes);
                    resources.getLast().scopes().getLast().spans().add(span);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is written", e);
        }
        return new DecodedTrace(resources);
    }

    /// Takes a trace span by span.
    public interface Visitor {
        /// The resource of the scopes that follow.
        void resource(List<Attribute> attributes) throws IOException;

        /// The scope of the spans that follow.
        void scope(String name, String version) throws IOException;

        /// @param bytes of the span as protobuf
        void span(Span span, int bytes) throws IOException;
    }

    /// Has a trace visited, of which one span at a time is decoded.
    ///
    /// @throws MalformedOtlpException if it is none
    public static void visit(byte[] trace, Visitor visitor) throws MalformedOtlpException, IOException {
        for (ProtobufReader resource : messages(new ProtobufReader(trace), 1)) {
            List<Attribute> attributes = new ArrayList<>();
            for (ProtobufReader described : messages(resource.copy(), 1)) {
                for (ProtobufReader attribute : messages(described, 1)) {
                    attributes.add(Values.attribute(new Fields(attribute)));
                }
            }
            visitor.resource(attributes);
            for (ProtobufReader scope : messages(resource, 2)) {
                visitScope(scope, visitor);
            }
        }
    }

    private static void visitScope(ProtobufReader in, Visitor visitor) throws MalformedOtlpException, IOException {
        String[] scope = {"", ""};
        for (ProtobufReader described : messages(in.copy(), 1)) {
            new Fields(described).each((number, text) -> {
                if (number == 1 || number == 2) {
                    scope[number - 1] = text.text();
                }
            });
        }
        visitor.scope(scope[0], scope[1]);
        while (!in.atEnd()) {
            int tag = in.tag();
            if (ProtobufReader.number(tag) == 2 && ProtobufReader.wireType(tag) == ProtobufReader.LENGTH) {
                ProtobufReader span = in.slice();
                visitor.span(span(new Fields(span.copy())), span.remaining());
            } else {
                in.skip(ProtobufReader.wireType(tag));
            }
        }
    }

    /// The messages in one field.
    private static List<ProtobufReader> messages(ProtobufReader in, int field) throws MalformedOtlpException {
        List<ProtobufReader> messages = new ArrayList<>();
        while (!in.atEnd()) {
            int tag = in.tag();
            if (ProtobufReader.number(tag) == field && ProtobufReader.wireType(tag) == ProtobufReader.LENGTH) {
                messages.add(in.slice());
            } else {
                in.skip(ProtobufReader.wireType(tag));
            }
        }
        return messages;
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
