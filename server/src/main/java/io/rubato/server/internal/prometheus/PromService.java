package io.rubato.server.internal.prometheus;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.query.QueryContext;
import io.rubato.server.internal.api.Answers;
import io.rubato.server.internal.api.QueryFailure;
import io.rubato.server.internal.api.QueryRunner;
import io.rubato.server.internal.promql.PromException;
import io.rubato.storage.Snapshot;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// One route: reads parameters of GET and of POST with a form, answers off the event loop, and tells failures in
/// Prometheus' form.
final class PromService implements HttpService {
    private static final int UNPROCESSABLE = 422;
    private static final long LONGEST_FORM = 1 << 20;

    private final QueryRunner runner;
    private final Duration timeout;
    private final MediaType type;
    private final Questions questions;

    PromService(QueryRunner runner, Duration timeout, MediaType type, Questions questions) {
        this.runner = runner;
        this.timeout = timeout;
        this.type = type;
        this.questions = questions;
    }

    /// Makes what is to be asked of the store.
    interface Questions {
        Question of(PromRequest asked);
    }

    /// Answers.
    interface Question {
        /// @throws PromException for what is not answered
        byte[] answer(Snapshot snapshot, QueryContext context);
    }

    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
        if (ctx.method() != HttpMethod.POST) {
            return run(ctx, QueryParams.of());
        }
        ctx.setMaxRequestLength(LONGEST_FORM);
        return HttpResponse.of(request.aggregate().thenApply(whole -> run(ctx, form(whole))));
    }

    private static QueryParams form(AggregatedHttpRequest request) {
        MediaType type = request.contentType();
        return type != null && type.is(MediaType.FORM_DATA)
                ? QueryParams.fromQueryString(request.contentUtf8())
                : QueryParams.of();
    }

    private HttpResponse run(ServiceRequestContext ctx, QueryParams form) {
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        Question question = questions.of(PromRequest.of(ctx, form));
        runner.ask(
                ctx,
                timeout,
                (snapshot, context) -> answer(question, snapshot, context),
                answer::complete,
                failure -> answer.complete(failed(failure)));
        return HttpResponse.of(answer);
    }

    private HttpResponse answer(Question question, Snapshot snapshot, QueryContext context) {
        try {
            byte[] body = question.answer(snapshot, context);
            return type.equals(MediaType.JSON)
                    ? Answers.json(body)
                    : HttpResponse.of(HttpStatus.OK, type, HttpData.wrap(body));
        } catch (PromException e) {
            return e.isInData()
                    ? json(UNPROCESSABLE, PromJson.error("execution", e.text()))
                    : json(400, PromJson.error("bad_data", e.text()));
        }
    }

    private static HttpResponse failed(QueryFailure failure) {
        String type = switch (failure.httpStatus()) {
            case 400, 413 -> "execution";
            case 499 -> "canceled";
            case 504 -> "timeout";
            case 429, 503 -> "unavailable";
            default -> "internal";
        };
        int status =
                failure.httpStatus() == 400 ? UNPROCESSABLE : failure.httpStatus() == 504 ? 503 : failure.httpStatus();
        return json(status, PromJson.error(type, failure.text()));
    }

    private static HttpResponse json(int status, byte[] body) {
        return HttpResponse.of(HttpStatus.valueOf(status), MediaType.JSON, HttpData.wrap(body));
    }
}
