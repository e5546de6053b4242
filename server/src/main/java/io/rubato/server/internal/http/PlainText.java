package io.rubato.server.internal.http;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;

/// One-line answers in plain text, as Tempo gives its errors.
public final class PlainText {
    private PlainText() {}

    public static HttpResponse of(int status, String text) {
        return HttpResponse.of(HttpStatus.valueOf(status), MediaType.PLAIN_TEXT_UTF_8, text);
    }

    /// What Tempo says to an unknown path.
    public static HttpResponse notFound() {
        return of(404, "404 page not found\n");
    }
}
