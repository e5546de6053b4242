package io.rubato.server.internal.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import java.util.Locale;

/// Where a browser's request comes from.
public final class Origins {
    private Origins() {}

    /// Whether a page of another site sends this. Browsers say so with every POST; other clients say nothing.
    public static boolean isForeign(HttpRequest request) {
        String origin = request.headers().get(HttpHeaderNames.ORIGIN);
        if (origin == null) {
            return false;
        }
        String own = String.valueOf(request.headers().authority()).toLowerCase(Locale.ROOT);
        String from = origin.toLowerCase(Locale.ROOT);
        return !from.equals("http://" + own) && !from.equals("https://" + own);
    }
}
