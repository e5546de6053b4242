package io.rubato.server.internal.jaeger;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.server.internal.api.Answers;
import io.rubato.server.internal.api.BadRequest;
import io.rubato.server.internal.api.QueryRunner;
import io.rubato.server.internal.api.QueryRunner.Question;
import io.rubato.storage.DamagedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// A call of Jaeger's API: the request is checked, then the question is asked; what fails is worded as the version
/// does.
///
/// @param timeout of the question
record JaegerCall(QueryRunner runner, Duration timeout, Wording wording, Checking checking) {
    /// How a failure is said.
    interface Wording {
        HttpResponse failure(int status, String text);
    }

    /// Makes a question of a request.
    interface Checking {
        /// @throws BadRequest for a request that is wrong
        Question<HttpResponse> question(ServiceRequestContext ctx);
    }

    HttpService service() {
        return (ctx, request) -> answer(ctx);
    }

    HttpResponse answer(ServiceRequestContext ctx) {
        Question<HttpResponse> question;
        try {
            question = checking.question(ctx);
        } catch (BadRequest e) {
            return wording.failure(400, e.text());
        }
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        Question<HttpResponse> warned = (snapshot, context) -> Answers.warned(
                question.answer(snapshot, context),
                context.damage().stream().map(DamagedException::getMessage).toList());
        runner.ask(
                ctx,
                timeout,
                warned,
                answer::complete,
                failure -> answer.complete(wording.failure(failure.httpStatus(), failure.text())));
        return HttpResponse.of(answer);
    }
}
