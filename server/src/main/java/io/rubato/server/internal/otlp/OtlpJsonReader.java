package io.rubato.server.internal.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/// Turns OTLP/JSON into OTLP protobuf, in one pass and without a tree.
///
/// The rules are those of the OTLP specification ("JSON Protobuf Encoding") over the JSON mapping of proto3: names in
/// camelCase or snake_case, ids in hex, 64-bit integers as strings or numbers, enums as numbers or names, bytes in
/// base64, fields in any order, unknown fields and nulls ignored. A field given twice, or two values for one
/// attribute, is an error, for one of them would be lost. The length of an id is not looked at here: a span with a
/// 7-byte id is one bad span and not a bad request.
///
/// A result is never longer than its input. Thread-safe; keep one for all requests.
public final class OtlpJsonReader {
    private final OtlpLimits limits;
    private final JsonFactory factory;

    /// @param limits what a body may be at most
    public OtlpJsonReader(OtlpLimits limits) {
        this.limits = limits;
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                // A message is an object, within an array where it is repeated.
                .maxNestingDepth(2 * limits.maxDepth())
                .maxStringLength(Integer.MAX_VALUE)
                .maxNumberLength(JsonScalars.LONGEST_NUMBER)
                .build();
        this.factory = new JsonFactoryBuilder()
                .streamReadConstraints(constraints)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    /// Transcodes an ExportTraceServiceRequest.
    ///
    /// @param json the body, in UTF-8
    /// @return the same request as protobuf
    /// @throws MalformedOtlpException if the body is not JSON, not OTLP, or over a limit
    public byte[] read(byte[] json) throws MalformedOtlpException {
        if (json.length > limits.maxBytes()) {
            throw new MalformedOtlpException(
                    "a body of " + json.length + " bytes, expected at most " + limits.maxBytes(), -1);
        }
        try (JsonParser parser = factory.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw unexpected(parser, "the request", "an object");
            }
            ProtobufWriter out = new ProtobufWriter(json.length / 3);
            readMessage(parser, OtlpSchema.TRACES, out, 1);
            if (parser.nextToken() != null) {
                throw unexpected(parser, "the body", "nothing after the request");
            }
            return out.toByteArray();
        } catch (JsonProcessingException e) {
            long position = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
            throw new MalformedOtlpException("not JSON: " + e.getOriginalMessage(), position);
        } catch (IOException e) {
            throw new MalformedOtlpException("not JSON: " + e.getMessage(), -1);
        }
    }

    private void readMessage(JsonParser parser, MessageType type, ProtobufWriter out, int depth)
            throws IOException, MalformedOtlpException {
        if (depth > limits.maxDepth()) {
            throw MalformedOtlpException.at(
                    parser.currentTokenLocation(),
                    type.name() + " within " + (depth - 1) + " messages, expected at most " + limits.maxDepth());
        }
        long seen = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Field field = type.byName(parser.currentName());
            JsonToken value = parser.nextToken();
            if (field == null) {
                parser.skipChildren();
            } else if (value != JsonToken.VALUE_NULL) {
                if ((type.oneof() ? seen : seen & field.bit()) != 0) {
                    throw MalformedOtlpException.at(
                            parser.currentTokenLocation(),
                            field.name() + " as a second value of one " + type.name() + ", expected one");
                }
                seen |= field.bit();
                readField(parser, field, out, type.oneof(), depth);
            }
        }
    }

    private void readField(JsonParser parser, Field field, ProtobufWriter out, boolean evenZero, int depth)
            throws IOException, MalformedOtlpException {
        if (!field.repeated()) {
            readValue(parser, field, out, evenZero, depth);
            return;
        }
        if (!parser.isExpectedStartArrayToken()) {
            throw unexpected(parser, field.name(), "an array");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            readValue(parser, field, out, true, depth);
        }
    }

    private void readValue(JsonParser parser, Field field, ProtobufWriter out, boolean evenZero, int depth)
            throws IOException, MalformedOtlpException {
        if (field.type() != FieldType.MESSAGE) {
            JsonScalars.write(parser, field, out, evenZero);
            return;
        }
        MessageType message = field.message();
        boolean empty = field.repeated() && parser.currentToken() == JsonToken.VALUE_NULL;
        if (empty && !message.oneof()) {
            return;
        }
        if (!empty && !parser.isExpectedStartObjectToken()) {
            throw unexpected(parser, field.name(), "an object");
        }
        out.tag(field.number(), FieldType.MESSAGE.wireType());
        int start = out.begin();
        // A null in an array of values is the empty value: leaving it out would move those behind it.
        if (!empty) {
            readMessage(parser, message, out, depth + 1);
        }
        out.end(start);
    }

    private static MalformedOtlpException unexpected(JsonParser parser, String what, String expected) {
        String found = parser.currentToken() == null
                ? "nothing"
                : parser.currentToken().name();
        return MalformedOtlpException.at(parser.currentTokenLocation(), what + ": " + found + ", expected " + expected);
    }
}
