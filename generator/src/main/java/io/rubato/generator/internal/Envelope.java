package io.rubato.generator.internal;

/// What stands around the spans of one request: `ResourceSpans` with the instance's resource, and a
/// `ScopeSpans` for each scope that has spans.
final class Envelope {
    private static final String SCHEMA = "https://opentelemetry.io/schemas/1.38.0";
    private static final ProtoBuffer RESOURCE_SCHEMA = new ProtoBuffer(64);

    static {
        RESOURCE_SCHEMA.textField(3, SCHEMA);
    }

    private Envelope() {}

    /// Empties `out` and begins a request; `lengths` has the bytes of all encoded spans by scope, 0 for
    /// none. For each scope that has some [#scope] follows, and its spans.
    static void open(ProtoBuffer out, Instance instance, int[] lengths) {
        int length = 0;
        for (int scope = 0; scope < lengths.length; scope++) {
            if (lengths[scope] > 0) {
                int inner = scopeLength(instance, scope, lengths[scope]);
                length += 1 + ProtoBuffer.varintSize(inner) + inner;
            }
        }
        byte[] resource = instance.resource;
        int resourceField = 1 + ProtoBuffer.varintSize(resource.length) + resource.length;
        out.truncate(0);
        out.lengthField(1, resourceField + length + RESOURCE_SCHEMA.size());
        out.bytesField(1, resource);
    }

    static void scope(ProtoBuffer out, Instance instance, int scope, int length) {
        out.lengthField(2, scopeLength(instance, scope, length));
        out.bytesField(1, instance.service.encodedScope(scope));
    }

    static void close(ProtoBuffer out) {
        out.raw(RESOURCE_SCHEMA);
    }

    private static int scopeLength(Instance instance, int scope, int length) {
        int encoded = instance.service.encodedScope(scope).length;
        return 1 + ProtoBuffer.varintSize(encoded) + encoded + length;
    }
}
