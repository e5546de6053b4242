package io.rubato.examples.serving.frontend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.rubato.examples.serving.model.ModelShape;
import io.rubato.examples.serving.model.Tokenizer;
import io.rubato.examples.serving.plane.PlaneException;
import io.rubato.examples.serving.trace.Failures;
import io.rubato.examples.serving.worker.CacheHandle;
import io.rubato.examples.serving.worker.DecodeItem;
import io.rubato.examples.serving.worker.DecodeRequest;
import io.rubato.examples.serving.worker.PrefillRequest;
import io.rubato.examples.serving.worker.PrefillResult;
import java.io.IOException;

/// How an answer comes about: the prompt becomes tokens, a prefill worker reads them, a decode worker writes. Safe for
/// concurrent use.
final class Generation {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Tracer tracer;
    private final Routing routing;
    private final ModelShape shape;
    private final Tokenizer tokenizer = new Tokenizer();

    Generation(Tracer tracer, Routing routing, ModelShape shape) {
        this.tracer = tracer;
        this.routing = routing;
        this.shape = shape;
    }

    /// Runs to the end of the answer; closing everything on the way out tells the workers if that is early.
    ///
    /// @throws ApiException if the request cannot be served as it is
    /// @throws PlaneException if a worker cannot or does not do it
    /// @throws IOException if the client has gone
    Timings run(ChatRequest request, String id, AnswerSink sink)
            throws ApiException, PlaneException, IOException, InterruptedException {
        Timings timings = new Timings();
        int[] tokens = tokenize(request);
        int maxTokens = Math.min(request.maxTokens(), shape.context() - tokens.length);
        if (maxTokens < 1) {
            throw new ApiException(
                    400,
                    "invalid_request_error",
                    "messages",
                    "context_length_exceeded",
                    "the prompt has " + tokens.length + " tokens, and the model's context is " + shape.context());
        }
        timings.promptTokens = tokens.length;
        CacheHandle cache = prefill(new PrefillRequest(tokens, request.fault()), id, timings);
        DecodeRequest decode = new DecodeRequest(
                tokens, cache, maxTokens, request.temperature(), request.ignoreEnd(), request.fault());
        decode(decode, id, sink, timings);
        return timings;
    }

    @SuppressWarnings("try") // a scope only needs closing
    private int[] tokenize(ChatRequest request) {
        Span span = tracer.spanBuilder("tokenize").startSpan();
        try (Scope current = span.makeCurrent()) {
            int[] tokens = tokenizer.encode(request.prompt());
            span.setAttribute("gen_ai.usage.input_tokens", tokens.length);
            return tokens;
        } finally {
            span.end();
        }
    }

    @SuppressWarnings("try") // a scope only needs closing
    private CacheHandle prefill(PrefillRequest request, String id, Timings timings)
            throws PlaneException, InterruptedException {
        Span span = tracer.spanBuilder("prefill_routing")
                .setSpanKind(SpanKind.CLIENT)
                .startSpan();
        try (Scope current = span.makeCurrent();
                Routing.Taken taken = routing.send("prefill", id, request)) {
            span.setAttribute("instance_id", taken.worker().id());
            JsonNode item = taken.responses().item(taken.worker());
            if (item == null) {
                throw new PlaneException("bad_response", taken.worker() + " ended without a result");
            }
            PrefillResult result = read(item, PrefillResult.class);
            timings.prefilled(result);
            return new CacheHandle(taken.worker(), result.cache());
        } catch (PlaneException e) {
            Failures.record(span, e.kind(), e);
            throw e;
        } finally {
            span.end();
        }
    }

    private void decode(DecodeRequest request, String id, AnswerSink sink, Timings timings)
            throws PlaneException, IOException, InterruptedException {
        try (Routing.Taken taken = routing.send("decode", id, request)) {
            DecodeItem.Summary last = null;
            for (JsonNode node = taken.responses().item(taken.worker());
                    node != null;
                    node = taken.responses().item(taken.worker())) {
                DecodeItem item = read(node, DecodeItem.class);
                if (item.text() != null) {
                    timings.token();
                    sink.text(item.text());
                }
                last = item.last();
            }
            if (last == null) {
                throw new PlaneException("bad_response", taken.worker() + " ended without a summary");
            }
            timings.decoded(last);
            // The span ends with the response's body, so this comes before.
            timings.describe(Span.current());
            sink.end(last.finishReason(), Completion.Usage.of(timings.promptTokens, last.tokens()));
        }
    }

    private static <T> T read(JsonNode node, Class<T> type) throws PlaneException {
        try {
            return JSON.treeToValue(node, type);
        } catch (JsonProcessingException e) {
            throw new PlaneException("bad_response", "not a " + type.getSimpleName() + ": " + e.getMessage(), e);
        }
    }
}
