package io.rubato.server.internal.otlp;

/// The answer of the second version of the trace look-up, tempopb.TraceByIDResponse, but for the
/// trace itself.
///
/// @param inspectedBytes bytes read for the answer
/// @param partial whether a part of the trace is missing from the answer
/// @param message why, or a note on the answer; empty if there is nothing to say
public record TraceByIdResponse(long inspectedBytes, boolean partial, String message) {

    /// The response as protobuf. The trace and the metrics are there even when they are empty, for clients read them
    /// without asking.
    ///
    /// @param trace a tempopb.Trace as protobuf; empty if there is no such trace
    public byte[] toProtobuf(byte[] trace) {
        ProtobufWriter out = new ProtobufWriter(trace.length + message.length() + 64);
        out.tag(1, ProtobufReader.LENGTH);
        out.bytes(trace);
        out.tag(2, ProtobufReader.LENGTH);
        int metrics = out.begin();
        if (inspectedBytes != 0) {
            out.tag(1, ProtobufReader.VARINT);
            out.varint(inspectedBytes);
        }
        out.end(metrics);
        if (partial) {
            out.tag(3, ProtobufReader.VARINT);
            out.varint(1);
        }
        if (!message.isEmpty()) {
            out.tag(4, ProtobufReader.LENGTH);
            out.string(message);
        }
        return out.toByteArray();
    }
}
