package io.rubato.storage.internal.columns;

import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.Hashing;
import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import io.rubato.storage.model.Origin;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A resource and an instrumentation scope as they were received: the serialized OTLP messages, and the
/// schema URLs that stood beside them.
public record RawOrigin(Part resource, Part scope) {
    /// One of the two halves; `present` tells an empty message from an absent one.
    @SuppressWarnings("ArrayRecordComponent")
    public record Part(boolean present, byte[] message, byte[] schemaUrl) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Part part
                    && part.present == present
                    && Arrays.equals(part.message, message)
                    && Arrays.equals(part.schemaUrl, schemaUrl);
        }

        @Override
        public int hashCode() {
            return (int) hash();
        }

        long hash() {
            return Hashing.hash(Hashing.hash(message, 0, message.length), Hashing.hash(schemaUrl, 0, schemaUrl.length));
        }

        String schemaUrlText() {
            return new String(schemaUrl, StandardCharsets.UTF_8);
        }

        void write(ByteSink sink) {
            sink.put(present ? 1 : 0);
            sink.block(message);
            sink.block(schemaUrl);
        }

        static Part read(Wire wire) {
            boolean present = wire.varint() != 0;
            return new Part(present, block(wire), block(wire));
        }

        private static byte[] block(Wire wire) {
            int length = wire.length();
            byte[] bytes = Arrays.copyOfRange(wire.bytes(), wire.position(), wire.position() + length);
            wire.advance(length);
            return bytes;
        }
    }

    public long hash() {
        return Hashing.hash(resource.hash(), scope.hash());
    }

    /// Bytes of both as received.
    public int size() {
        return resource.message.length + resource.schemaUrl.length + scope.message.length + scope.schemaUrl.length;
    }

    /// Writes the form that [#read(Wire)] reads.
    public void write(ByteSink sink) {
        resource.write(sink);
        scope.write(sink);
    }

    public static RawOrigin read(Wire wire) {
        return new RawOrigin(Part.read(wire), Part.read(wire));
    }

    /// Decodes both.
    ///
    /// @throws io.rubato.storage.internal.wire.MalformedException when they are not OTLP messages
    public Origin parse() {
        List<Attribute> resourceAttributes = new ArrayList<>();
        Wire wire = new Wire().on(resource.message, 0, resource.message.length);
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag == (1 << 3 | Wire.LENGTH)) {
                resourceAttributes.add(AnyValues.attribute(wire));
            } else {
                wire.skip(tag);
            }
        }
        ScopeFields fields = ScopeFields.parse(scope.message);
        return new Origin(
                serviceName(resourceAttributes),
                List.copyOf(resourceAttributes),
                resource.schemaUrlText(),
                fields.name(),
                fields.version(),
                fields.attributes(),
                scope.schemaUrlText());
    }

    private static String serviceName(List<Attribute> attributes) {
        for (Attribute attribute : attributes) {
            if (attribute.key().equals("service.name") && attribute.value() instanceof AttributeValue.Text text) {
                return text.value();
            }
        }
        return "";
    }

    private record ScopeFields(String name, String version, List<Attribute> attributes) {
        static ScopeFields parse(byte[] message) {
            String name = "";
            String version = "";
            List<Attribute> attributes = new ArrayList<>();
            Wire wire = new Wire().on(message, 0, message.length);
            while (wire.hasMore()) {
                int tag = wire.tag();
                switch (tag) {
                    case 1 << 3 | Wire.LENGTH -> name = AnyValues.text(wire);
                    case 2 << 3 | Wire.LENGTH -> version = AnyValues.text(wire);
                    case 3 << 3 | Wire.LENGTH -> attributes.add(AnyValues.attribute(wire));
                    default -> wire.skip(tag);
                }
            }
            return new ScopeFields(name, version, List.copyOf(attributes));
        }
    }
}
