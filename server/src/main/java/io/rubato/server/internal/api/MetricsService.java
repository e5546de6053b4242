package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.query.MetricsRequest;
import io.rubato.query.MetricsResult;
import io.rubato.query.QueryEngine;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.http.PlainText;
import java.time.Instant;

/// `/api/metrics/query_range` and `/api/metrics/query`: TraceQL metrics over time, or one number for a range.
final class MetricsService implements HttpService {
    private final QueryRunner runner;
    private final QueryEngine engine;
    private final QuerySettings settings;
    private final boolean instant;

    MetricsService(QueryRunner runner, QueryEngine engine, QuerySettings settings, boolean instant) {
        this.runner = runner;
        this.engine = engine;
        this.settings = settings;
        this.instant = instant;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
        MetricsRequest asked;
        try {
            MetricsParameters parameters =
                    new MetricsParameters(new Parameters(ctx.queryParams()), runner.settings(ctx), Instant.now());
            asked = instant ? parameters.instant() : parameters.range();
        } catch (BadRequest e) {
            return PlainText.of(400, e.text());
        }
        return runner.run(ctx, settings.timeout(), (snapshot, context) -> {
            MetricsResult result = engine.metrics(snapshot, asked, context);
            AnswerSize.check(result, context.limits().resultBytes());
            return Answers.warned(
                    Answers.json(MetricsJson.bytes(result, context.damage(), instant)), result.warnings());
        });
    }
}
