package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;

/// Answers with a body that is already there.
final class Answers {
    private Answers() {}

    static HttpResponse json(byte[] body) {
        return HttpResponse.of(HttpStatus.OK, MediaType.JSON, HttpData.wrap(body));
    }

    static HttpResponse protobuf(byte[] body) {
        return HttpResponse.of(
                ResponseHeaders.of(HttpStatus.OK, HttpHeaderNames.CONTENT_TYPE, "application/protobuf"),
                HttpData.wrap(body));
    }
}
