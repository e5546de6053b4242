package io.rubato.server.internal.receive;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.common.grpc.protocol.StatusMessageEscaper;
import java.nio.ByteBuffer;
import java.util.Base64;

/// Answers in gRPC's wire format.
/// Source: <https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md>
final class GrpcAnswers {
    static final String CONTENT_TYPE = "application/grpc";
    static final int PREFIX = 5;

    private static final ResponseHeaders HEADERS =
            ResponseHeaders.of(HttpStatus.OK, HttpHeaderNames.CONTENT_TYPE, CONTENT_TYPE);
    private static final HttpHeaders OK = HttpHeaders.of("grpc-status", "0");

    private GrpcAnswers() {}

    /// A prefixed, uncompressed message, to be kept when it is always the same.
    static HttpData frame(byte[] message) {
        byte[] framed = new byte[PREFIX + message.length];
        ByteBuffer.wrap(framed).put((byte) 0).putInt(message.length).put(message);
        return HttpData.wrap(framed);
    }

    static HttpResponse ok(HttpData framed) {
        return HttpResponse.of(HEADERS, framed, OK);
    }

    /// Trailers only. What can be sent again later says when, in a `google.rpc.RetryInfo`.
    static HttpResponse refuse(Refusal refusal) {
        ResponseHeadersBuilder trailers = ResponseHeaders.builder(HttpStatus.OK)
                .endOfStream(true)
                .add(HttpHeaderNames.CONTENT_TYPE, CONTENT_TYPE)
                .add("grpc-status", Integer.toString(refusal.grpcCode()))
                .add("grpc-message", StatusMessageEscaper.escape(refusal.text()));
        if (refusal.canRetry()) {
            String details = Base64.getEncoder()
                    .withoutPadding()
                    .encodeToString(refusal.status().toProtobuf());
            trailers.add("grpc-status-details-bin", details);
        }
        return HttpResponse.of(trailers.build());
    }

    /// A compression this server does not have; the header says which it has.
    static HttpResponse unknownCompression(String name) {
        return HttpResponse.of(ResponseHeaders.builder(HttpStatus.OK)
                .endOfStream(true)
                .add(HttpHeaderNames.CONTENT_TYPE, CONTENT_TYPE)
                .add("grpc-status", Integer.toString(Refusal.UNIMPLEMENTED))
                .add("grpc-message", StatusMessageEscaper.escape("grpc-encoding '" + name + "' is not supported"))
                .add("grpc-accept-encoding", "identity,gzip,zstd")
                .build());
    }
}
