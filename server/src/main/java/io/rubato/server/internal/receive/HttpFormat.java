package io.rubato.server.internal.receive;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import io.rubato.server.internal.otlp.ExportResponse;
import io.rubato.storage.IngestResult;
import java.util.Locale;
import java.util.Optional;

/// The two encodings of OTLP over HTTP; an answer is in its request's.
enum HttpFormat {
    PROTOBUF("application/x-protobuf"),
    JSON("application/json");

    private final String contentType;

    HttpFormat(String contentType) {
        this.contentType = contentType;
    }

    static Optional<HttpFormat> of(String contentType) {
        int end = contentType.indexOf(';');
        String bare =
                (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return switch (bare) {
            case "application/x-protobuf", "application/protobuf" -> Optional.of(PROTOBUF);
            case "application/json" -> Optional.of(JSON);
            default -> Optional.empty();
        };
    }

    HttpResponse taken(IngestResult result) {
        ExportResponse response = new ExportResponse(result.rejected(), result.message());
        return HttpResponse.of(
                ResponseHeaders.of(HttpStatus.OK, HttpHeaderNames.CONTENT_TYPE, contentType),
                HttpData.wrap(
                        switch (this) {
                            case PROTOBUF -> response.toProtobuf();
                            case JSON -> response.toJson();
                        }));
    }

    /// A `google.rpc.Status`, with `Retry-After` when sending it again makes sense.
    HttpResponse refuse(Refusal refusal) {
        ResponseHeadersBuilder headers =
                ResponseHeaders.builder(refusal.httpStatus()).add(HttpHeaderNames.CONTENT_TYPE, contentType);
        if (refusal.canRetry()) {
            headers.add(HttpHeaderNames.RETRY_AFTER, Long.toString(refusal.retrySeconds()));
        }
        return HttpResponse.of(
                headers.build(),
                HttpData.wrap(
                        switch (this) {
                            case PROTOBUF -> refusal.status().toProtobuf();
                            case JSON -> refusal.status().toJson();
                        }));
    }
}
