package io.rubato.generator.span;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Reads OTLP bodies into records. Field numbers are those of `opentelemetry/proto/trace/v1`,
/// `common/v1` and `resource/v1` as of opentelemetry-proto 1.11. Stateless.
public final class OtlpReader {
    private static final SpanResource NO_RESOURCE = new SpanResource(List.of(), 0, List.of(), "");
    private static final SpanScope NO_SCOPE = new SpanScope("", "", List.of(), 0, "");

    private OtlpReader() {}

    /// All spans of an `ExportTraceServiceRequest` or `TracesData`, in the order they are in.
    ///
    /// @throws IllegalArgumentException for a malformed body or a field that OTLP does not have
    /// @throws RuntimeException of the buffer's kinds for a body that ends early
    public static List<GeneratedSpan> read(byte[] body) {
        List<GeneratedSpan> spans = new ArrayList<>();
        WireReader in = new WireReader(ByteBuffer.wrap(body));
        while (in.next()) {
            if (in.field() != 1) {
                throw in.unknown("ExportTraceServiceRequest");
            }
            resourceSpans(in.message(), spans);
        }
        return spans;
    }

    private static void resourceSpans(WireReader in, List<GeneratedSpan> spans) {
        SpanResource resource = NO_RESOURCE;
        String schemaUrl = "";
        List<WireReader> scopes = new ArrayList<>();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> resource = resource(in.message());
                case 2 -> scopes.add(in.message());
                case 3 -> schemaUrl = in.text();
                default -> throw in.unknown("ResourceSpans");
            }
        }
        SpanResource whole =
                new SpanResource(resource.attributes(), resource.droppedAttributes(), resource.entityRefs(), schemaUrl);
        scopes.forEach(scope -> scopeSpans(scope, whole, spans));
    }

    private static void scopeSpans(WireReader in, SpanResource resource, List<GeneratedSpan> spans) {
        SpanScope scope = NO_SCOPE;
        String schemaUrl = "";
        List<WireReader> messages = new ArrayList<>();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> scope = scope(in.message());
                case 2 -> messages.add(in.message());
                case 3 -> schemaUrl = in.text();
                default -> throw in.unknown("ScopeSpans");
            }
        }
        SpanScope whole =
                new SpanScope(scope.name(), scope.version(), scope.attributes(), scope.droppedAttributes(), schemaUrl);
        messages.forEach(message -> spans.add(SpanReader.span(message, resource, whole)));
    }

    private static SpanResource resource(WireReader in) {
        List<Attribute> attributes = new ArrayList<>();
        int dropped = 0;
        List<SpanResource.EntityRef> entityRefs = new ArrayList<>();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> attributes.add(ValueReader.attribute(in.message()));
                case 2 -> dropped = in.unsigned();
                case 3 -> entityRefs.add(entityRef(in.message()));
                default -> throw in.unknown("Resource");
            }
        }
        return new SpanResource(List.copyOf(attributes), dropped, List.copyOf(entityRefs), "");
    }

    private static SpanResource.EntityRef entityRef(WireReader in) {
        String schemaUrl = "";
        String type = "";
        List<String> ids = new ArrayList<>();
        List<String> descriptions = new ArrayList<>();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> schemaUrl = in.text();
                case 2 -> type = in.text();
                case 3 -> ids.add(in.text());
                case 4 -> descriptions.add(in.text());
                default -> throw in.unknown("EntityRef");
            }
        }
        return new SpanResource.EntityRef(schemaUrl, type, List.copyOf(ids), List.copyOf(descriptions));
    }

    private static SpanScope scope(WireReader in) {
        String name = "";
        String version = "";
        List<Attribute> attributes = new ArrayList<>();
        int dropped = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> name = in.text();
                case 2 -> version = in.text();
                case 3 -> attributes.add(ValueReader.attribute(in.message()));
                case 4 -> dropped = in.unsigned();
                default -> throw in.unknown("InstrumentationScope");
            }
        }
        return new SpanScope(name, version, List.copyOf(attributes), dropped, "");
    }
}
