package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import io.rubato.server.internal.grpc.GrpcAnswer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;

/// The messages that answer one call, in gRPC's wire format. Used by one thread at a time.
/// Source: <https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md>
public final class GrpcStream {
    static final String CONTENT_TYPE = "application/grpc";

    private static final ResponseHeaders HEADERS =
            ResponseHeaders.of(HttpStatus.OK, HttpHeaderNames.CONTENT_TYPE, CONTENT_TYPE);

    private final HttpResponseWriter response = HttpResponse.streaming();
    private CompletableFuture<Void> consumed;

    GrpcStream() {
        boolean _ = response.tryWrite(HEADERS);
        consumed = CompletableFuture.completedFuture(null);
    }

    HttpResponse response() {
        return response;
    }

    /// Whether what was written has been taken over for sending, so that a slow client has one message wait for it and
    /// not many.
    boolean isReady() {
        return consumed.isDone();
    }

    public void message(byte[] message) {
        if (response.tryWrite(HttpData.wrap(GrpcAnswer.message(message).framed()))) {
            consumed = response.whenConsumed();
            AnswerBytes.count(message.length, consumed);
        }
    }

    void end() {
        finish(0, "");
    }

    void fail(QueryFailure failure) {
        finish(failure.grpcCode(), failure.text());
    }

    private void finish(int code, String text) {
        HttpHeaders trailers = text.isEmpty()
                ? HttpHeaders.of("grpc-status", Integer.toString(code))
                : HttpHeaders.of("grpc-status", Integer.toString(code), "grpc-message", escape(text));
        boolean _ = response.tryWrite(trailers);
        response.close();
    }

    /// Percent-encodes all but printable ASCII.
    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b <= '~' && b != '%') {
                escaped.append((char) b);
            } else {
                escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return escaped.toString();
    }
}
