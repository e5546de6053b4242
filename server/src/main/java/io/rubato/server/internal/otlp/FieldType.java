package io.rubato.server.internal.otlp;

/// The types of field that OTLP uses, with the wire type that carries each.
enum FieldType {
    STRING(ProtobufReader.LENGTH),
    BYTES(ProtobufReader.LENGTH),
    /// Bytes of a trace or span id: hex in OTLP/JSON, base64 in the trace API.
    ID(ProtobufReader.LENGTH),
    MESSAGE(ProtobufReader.LENGTH),
    BOOL(ProtobufReader.VARINT),
    ENUM(ProtobufReader.VARINT),
    INT32(ProtobufReader.VARINT),
    UINT32(ProtobufReader.VARINT),
    INT64(ProtobufReader.VARINT),
    UINT64(ProtobufReader.VARINT),
    FIXED32(ProtobufReader.FIXED32),
    FIXED64(ProtobufReader.FIXED64),
    DOUBLE(ProtobufReader.FIXED64);

    private final int wireType;

    FieldType(int wireType) {
        this.wireType = wireType;
    }

    int wireType() {
        return wireType;
    }
}
