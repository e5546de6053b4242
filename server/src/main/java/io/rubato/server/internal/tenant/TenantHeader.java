package io.rubato.server.internal.tenant;

import com.linecorp.armeria.common.Cookie;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;

/// Where a request names its tenant, as in Grafana's systems.
public final class TenantHeader {
    public static final String NAME = "x-scope-orgid";

    /// Set by the web page.
    static final String COOKIE = "rubato-tenant";

    private TenantHeader() {}

    /// Empty when there is none. A browser, whose links and streams have no headers of their own, has a cookie instead.
    public static String of(HttpRequest request) {
        String named = request.headers().get(NAME);
        return named != null ? named : cookie(request.headers());
    }

    private static String cookie(RequestHeaders headers) {
        if (!headers.contains(HttpHeaderNames.COOKIE)) {
            return "";
        }
        return headers.cookies().stream()
                .filter(cookie -> cookie.name().equals(COOKIE))
                .map(Cookie::value)
                .findFirst()
                .orElse("");
    }
}
