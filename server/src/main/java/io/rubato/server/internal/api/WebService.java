package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.server.internal.http.PlainText;
import io.rubato.ui.WebAsset;
import io.rubato.ui.WebAssets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The web page, kept in memory once read; every other path is not found.
final class WebService extends AbstractHttpService {
    private final Map<WebAsset, HttpData> read = new ConcurrentHashMap<>();

    @Override
    protected HttpResponse doGet(ServiceRequestContext ctx, HttpRequest request) {
        Optional<WebAsset> found = WebAssets.find(ctx.path());
        if (found.isEmpty()) {
            return PlainText.notFound();
        }
        WebAsset asset = found.get();
        return HttpResponse.of(
                ResponseHeaders.of(
                        HttpStatus.OK,
                        HttpHeaderNames.CONTENT_TYPE,
                        asset.contentType(),
                        HttpHeaderNames.CACHE_CONTROL,
                        asset.cacheControl()),
                read.computeIfAbsent(asset, each -> HttpData.wrap(each.read())));
    }
}
