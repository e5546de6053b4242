package io.rubato.examples.serving.frontend;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.rubato.examples.serving.worker.DecodeItem;
import io.rubato.examples.serving.worker.PrefillResult;
import java.util.List;

/// What there is to say about a request's times, in the names of OpenTelemetry's conventions and of vLLM. Times are in
/// seconds on the span. For one thread.
final class Timings {
    private final long start = System.nanoTime();
    int promptTokens;
    private int outputTokens;
    private String finishReason = "";
    private long firstToken;
    private long lastToken;
    private long queued;
    private long prefilled;
    private long decoded;

    void prefilled(PrefillResult result) {
        queued += result.queued();
        prefilled = result.worked();
    }

    void token() {
        lastToken = System.nanoTime();
        if (outputTokens++ == 0) {
            firstToken = lastToken;
            Span.current().addEvent("first_token");
        }
    }

    void decoded(DecodeItem.Summary summary) {
        queued += summary.queued();
        decoded = summary.worked();
        outputTokens = summary.tokens();
        finishReason = summary.finishReason();
    }

    int outputTokens() {
        return outputTokens;
    }

    double timeToFirstToken() {
        return firstToken == 0 ? 0 : (firstToken - start) / 1e9;
    }

    double interTokenLatency() {
        return outputTokens < 2 ? 0 : (lastToken - firstToken) / 1e9 / (outputTokens - 1);
    }

    double elapsed() {
        return (System.nanoTime() - start) / 1e9;
    }

    void describe(Span span) {
        span.setAttribute("gen_ai.usage.input_tokens", promptTokens)
                .setAttribute("gen_ai.usage.output_tokens", outputTokens)
                .setAttribute("gen_ai.usage.prompt_tokens", promptTokens)
                .setAttribute("gen_ai.usage.completion_tokens", outputTokens)
                .setAttribute(AttributeKey.stringArrayKey("gen_ai.response.finish_reasons"), List.of(finishReason))
                .setAttribute("gen_ai.server.time_to_first_token", timeToFirstToken())
                .setAttribute("gen_ai.server.time_per_output_token", interTokenLatency())
                .setAttribute("gen_ai.latency.time_to_first_token", timeToFirstToken())
                .setAttribute("gen_ai.latency.time_in_queue", queued / 1e9)
                .setAttribute("gen_ai.latency.time_in_model_prefill", prefilled / 1e9)
                .setAttribute("gen_ai.latency.time_in_model_decode", decoded / 1e9)
                .setAttribute("gen_ai.latency.time_in_model_inference", (prefilled + decoded) / 1e9)
                .setAttribute("gen_ai.latency.e2e", elapsed());
    }
}
