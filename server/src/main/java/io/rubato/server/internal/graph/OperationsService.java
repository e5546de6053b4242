package io.rubato.server.internal.graph;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.SpanSeriesRequest;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.api.Answers;
import io.rubato.server.internal.api.BadRequest;
import io.rubato.server.internal.api.Parameters;
import io.rubato.server.internal.api.QueryRunner;
import io.rubato.server.internal.http.PlainText;
import io.rubato.traceql.AttributeRef;
import io.rubato.traceql.Binary;
import io.rubato.traceql.BinaryOperator;
import io.rubato.traceql.Literal;
import io.rubato.traceql.Pipeline;
import io.rubato.traceql.Query;
import io.rubato.traceql.Scope;
import io.rubato.traceql.SpansetFilter;
import io.rubato.traceql.Static;
import java.util.List;

/// `/api/rubato/operations`: what spans one `service` has, by name and kind, between `start` and `end`.
public final class OperationsService implements HttpService {
    private final QueryRunner runner;
    private final QueryEngine engine;
    private final QuerySettings settings;

    public OperationsService(QueryRunner runner, QueryEngine engine, QuerySettings settings) {
        this.runner = runner;
        this.engine = engine;
        this.settings = settings;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
        SpanSeriesRequest asked;
        try {
            Parameters parameters = new Parameters(ctx.queryParams());
            String service = parameters.text("service");
            if (service == null) {
                throw new BadRequest("service is missing (expected: the name of a service)");
            }
            Asked.Range range = Asked.range(parameters, runner.settings(ctx));
            asked = new SpanSeriesRequest(of(service), range.startNanos(), range.endNanos());
        } catch (BadRequest e) {
            return PlainText.of(400, e.text());
        }
        return runner.run(
                ctx,
                settings.timeout(),
                (snapshot, context) -> Answers.json(OperationsJson.bytes(engine.spanSeries(snapshot, asked, context))));
    }

    private static Query of(String service) {
        return new Query(
                new Pipeline(List.of(new SpansetFilter(new Binary(
                        BinaryOperator.EQUAL,
                        new AttributeRef(Scope.RESOURCE, "service.name"),
                        new Literal(new Static.Str(service)))))),
                List.of());
    }
}
