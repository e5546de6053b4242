package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.query.QueryEngine;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.http.Body;
import io.rubato.server.internal.http.BodyBudget;
import io.rubato.server.internal.http.BodyException;
import io.rubato.server.internal.http.BodyReader;
import io.rubato.server.internal.http.PlainText;
import java.util.concurrent.CompletionException;

/// `POST /api/v2/traces/diff`: what differs between two traces.
final class DiffService implements HttpService {
    private static final int LARGEST_BODY = 64 << 10;
    private static final int LARGEST_TRACES = 64 << 20;

    private final QueryRunner runner;
    private final QuerySettings settings;
    private final QueryEngine engine = new QueryEngine();
    private final BodyBudget budget = new BodyBudget(64L * LARGEST_BODY);

    DiffService(QueryRunner runner, QuerySettings settings) {
        this.runner = runner;
        this.settings = settings;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
        if (request.method() != HttpMethod.POST) {
            return PlainText.of(405, "Method Not Allowed");
        }
        return HttpResponse.of(BodyReader.read(ctx, request, LARGEST_BODY, budget)
                .thenApply(body -> answer(ctx, body))
                .exceptionally(DiffService::refuse));
    }

    private HttpResponse answer(ServiceRequestContext ctx, Body body) {
        DiffRequest asked;
        try (body) {
            asked = DiffRequest.parse(body.bytes(), body.length());
        } catch (BadRequest e) {
            return PlainText.of(400, e.text());
        }
        return runner.run(ctx, settings.timeout(), (snapshot, context) -> {
            byte[] base = engine.trace(snapshot, asked.base(), context);
            byte[] compare = engine.trace(snapshot, asked.compare(), context);
            if (base == null || compare == null) {
                return PlainText.of(404, "Not Found");
            }
            long bytes = (long) base.length + compare.length;
            if (bytes > LARGEST_TRACES) {
                return PlainText.of(
                        429,
                        "trace diff input too large: combined trace size " + bytes + " bytes exceeds limit "
                                + LARGEST_TRACES + " bytes");
            }
            AnswerBytes json = new AnswerBytes();
            asked.format().compare(base, compare, context.memory()::keep, json);
            return Answers.json(json.take());
        });
    }

    private static HttpResponse refuse(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof BodyException refused) {
            boolean large = refused.reason() == BodyException.Reason.TOO_LARGE;
            return PlainText.of(large ? 413 : 400, String.valueOf(refused.getMessage()));
        }
        throw failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
    }
}
