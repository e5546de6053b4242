package io.rubato.server.internal.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;

/// What every answer tells a browser: take it as what it says it is, show it in no frame, load and run nothing for it
/// (the web page says for itself what it needs), and tell other sites nothing of its address.
public final class BrowserRules implements DecoratingHttpServiceFunction {
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

    @Override
    public HttpResponse serve(HttpService service, ServiceRequestContext ctx, HttpRequest request) throws Exception {
        return service.serve(ctx, request).mapHeaders(BrowserRules::with);
    }

    private static ResponseHeaders with(ResponseHeaders headers) {
        ResponseHeadersBuilder more = headers.toBuilder()
                .set(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
                .set(HttpHeaderNames.X_FRAME_OPTIONS, "DENY")
                .set(HttpHeaderNames.REFERRER_POLICY, "no-referrer");
        if (!headers.contains(HttpHeaderNames.CONTENT_SECURITY_POLICY)) {
            more.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, NOTHING);
        }
        return more.build();
    }
}
