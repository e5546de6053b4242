package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.server.internal.http.PlainText;
import io.rubato.ui.WebAsset;
import io.rubato.ui.WebAssets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The web page, kept in memory once read, as it is and compressed; every other path is not found.
final class WebService extends AbstractHttpService {
    private final Map<WebAsset, Content> read = new ConcurrentHashMap<>();

    private record Content(HttpData plain, HttpData gzip, Optional<String> policy) {
        static Content of(WebAsset asset) {
            byte[] plain = asset.read();
            return new Content(
                    HttpData.wrap(plain),
                    HttpData.wrap(FastGzip.whole(plain)),
                    asset.contentType().startsWith("text/html") ? Optional.of(PagePolicy.of(plain)) : Optional.empty());
        }
    }

    @Override
    protected HttpResponse doGet(ServiceRequestContext ctx, HttpRequest request) {
        Optional<WebAsset> found = WebAssets.find(ctx.path());
        if (found.isEmpty()) {
            return PlainText.notFound();
        }
        WebAsset asset = found.get();
        Content content = read.computeIfAbsent(asset, Content::of);
        ResponseHeadersBuilder headers = ResponseHeaders.builder(HttpStatus.OK)
                .add(HttpHeaderNames.CONTENT_TYPE, asset.contentType())
                .add(HttpHeaderNames.CACHE_CONTROL, asset.cacheControl());
        content.policy.ifPresent(policy -> headers.add(HttpHeaderNames.CONTENT_SECURITY_POLICY, policy));
        if (!request.headers().get(HttpHeaderNames.ACCEPT_ENCODING, "").contains("gzip")) {
            return HttpResponse.of(headers.build(), content.plain);
        }
        return HttpResponse.of(
                headers.add(HttpHeaderNames.CONTENT_ENCODING, "gzip").build(), content.gzip);
    }
}
