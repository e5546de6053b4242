package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.SearchResult;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.api.MessageWriter.Jobs;
import io.rubato.server.internal.http.PlainText;

/// `/api/search`: TraceQL or tags, the newest traces first. Without a time range everything stored is searched, and
/// what has been acknowledged is always found: there is no cut-off at the recent end.
final class SearchService implements HttpService {
    private final QueryRunner runner;
    private final QueryEngine engine;
    private final QuerySettings settings;

    SearchService(QueryRunner runner, QueryEngine engine, QuerySettings settings) {
        this.runner = runner;
        this.engine = engine;
        this.settings = settings;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
        SearchParameters search;
        try {
            search = SearchParameters.of(new Parameters(ctx.queryParams()), runner.settings(ctx));
        } catch (BadRequest e) {
            return PlainText.of(400, e.text());
        }
        return runner.run(ctx, settings.timeout(), (snapshot, context) -> {
            SearchResult result = engine.search(snapshot, search.request(), context);
            boolean spansets = !search.byTags();
            HttpResponse answer = Answers.wantsProtobuf(request)
                    ? Answers.protobufParts(to -> SearchMessages.write(result, Jobs.DONE, spansets, to))
                    : Answers.json(SearchJson.bytes(result, spansets));
            return Answers.warned(answer, result.warnings());
        });
    }
}
