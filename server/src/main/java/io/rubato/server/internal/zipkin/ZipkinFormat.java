package io.rubato.server.internal.zipkin;

import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.receive.Conversion;
import io.rubato.server.internal.trace.TraceEncoder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import zipkin2.Span;
import zipkin2.SpanBytesDecoderDetector;
import zipkin2.codec.SpanBytesDecoder;

/// The formats in which Zipkin's clients send lists of spans, read by Zipkin's own codec.
final class ZipkinFormat implements Conversion {
    private final SpanBytesDecoder decoder;

    private ZipkinFormat(SpanBytesDecoder decoder) {
        this.decoder = decoder;
    }

    /// Version 2: protobuf when the media type says so, else JSON.
    static Conversion v2(String mediaType) {
        return new ZipkinFormat(isProtobuf(mediaType) ? SpanBytesDecoder.PROTO3 : SpanBytesDecoder.JSON_V2);
    }

    /// Version 1: thrift when the media type says so, else JSON.
    static Conversion v1(String mediaType) {
        return new ZipkinFormat(
                mediaType.equals("application/x-thrift") ? SpanBytesDecoder.THRIFT : SpanBytesDecoder.JSON_V1);
    }

    private static boolean isProtobuf(String mediaType) {
        return mediaType.equals("application/x-protobuf") || mediaType.equals("application/protobuf");
    }

    @Override
    public byte[] toOtlp(byte[] body) throws MalformedOtlpException {
        if (body.length == 0) {
            return body; // Reporters probe an endpoint with it; zipkin-server accepts it, too.
        }
        long nowMicros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
        return TraceEncoder.encode(ZipkinToOtlp.of(decode(body), nowMicros));
    }

    private List<Span> decode(byte[] body) throws MalformedOtlpException {
        try {
            // An empty list has no span by which the version could be told.
            boolean someSpans = body.length > 2;
            if (someSpans && SpanBytesDecoderDetector.decoderForListMessage(body) != decoder) {
                throw new MalformedOtlpException("another format, expected a " + decoder + " encoded list", -1);
            }
            return decoder.decodeList(body);
        } catch (RuntimeException e) {
            throw new MalformedOtlpException("not a " + decoder + " encoded list: " + e.getMessage(), -1);
        }
    }
}
