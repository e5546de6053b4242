package io.rubato.server.internal.graph;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.query.GraphRequest;
import io.rubato.query.QueryEngine;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.api.Answers;
import io.rubato.server.internal.api.BadRequest;
import io.rubato.server.internal.api.Parameters;
import io.rubato.server.internal.api.QueryRunner;
import io.rubato.server.internal.api.SearchParameters;
import io.rubato.server.internal.http.PlainText;
import io.rubato.traceql.Query;
import org.jspecify.annotations.Nullable;

/// `/api/rubato/graph`: which services call which, by `start`, `end` and `q`.
public final class GraphService implements HttpService {
    private final QueryRunner runner;
    private final QueryEngine engine;
    private final QuerySettings settings;

    public GraphService(QueryRunner runner, QueryEngine engine, QuerySettings settings) {
        this.runner = runner;
        this.engine = engine;
        this.settings = settings;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
        GraphRequest asked;
        try {
            Parameters parameters = new Parameters(ctx.queryParams());
            Asked.Range range = Asked.range(parameters, runner.settings(ctx));
            asked = new GraphRequest(filter(parameters), range.startNanos(), range.endNanos());
        } catch (BadRequest e) {
            return PlainText.of(400, e.text());
        }
        return runner.run(
                ctx,
                settings.timeout(),
                (snapshot, context) -> Answers.json(GraphJson.graph(engine.graph(snapshot, asked, context))));
    }

    private @Nullable Query filter(Parameters parameters) {
        String q = parameters.text("q");
        return q == null ? null : SearchParameters.parse(q, settings);
    }
}
