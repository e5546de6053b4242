package io.rubato.examples.serving.frontend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.rubato.examples.serving.plane.PlaneException;
import io.rubato.examples.serving.trace.Failures;
import io.rubato.tracing.context.RequestIds;
import java.io.IOException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `POST /v1/chat/completions`. The span `http-request` is current when it is called; it adds what there is to say
/// about the request.
final class ChatHandler implements HttpHandler {
    private static final Logger log = LoggerFactory.getLogger(ChatHandler.class);
    private static final int MAX_BODY = 4 << 20;

    private final String model;
    private final Generation generation;
    private final FrontendMetrics metrics;
    private final boolean faults;

    /// @param faults whether requests may ask for a failure
    ChatHandler(String model, Generation generation, FrontendMetrics metrics, boolean faults) {
        this.model = model;
        this.generation = generation;
        this.metrics = metrics;
        this.faults = faults;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String given = RequestIds.from(Context.current()).dynamoRequestId();
        String id = given != null ? given : UUID.randomUUID().toString();
        Span span = Span.current();
        span.setAttribute("gen_ai.operation.name", "chat")
                .setAttribute("gen_ai.request.id", id)
                .setAttribute("gen_ai.response.id", "chatcmpl-" + id);
        AnswerSink sink = new WholeAnswer(exchange, "chatcmpl-" + id, model);
        try (FrontendMetrics.Flight flight = metrics.takeOff()) {
            try {
                ChatRequest request = request(exchange);
                describe(span, request);
                log.atInfo()
                        .addKeyValue("request_id", id)
                        .addKeyValue("model", request.model())
                        .addKeyValue("request_type", request.stream() ? "stream" : "unary")
                        .log("request received");
                if (request.stream()) {
                    sink = new StreamedAnswer(exchange, "chatcmpl-" + id, model, request.usage());
                }
                completed(id, flight, generation.run(request, id, sink));
            } catch (PlaneException e) {
                failed(id, span, flight, sink, ApiErrors.of(e), e);
            } catch (ApiException e) {
                failed(id, span, flight, sink, e, e);
            }
        } catch (IOException e) {
            Failures.record(span, "cancelled", new IOException("the client has gone: " + e.getMessage(), e));
            log.atWarn()
                    .addKeyValue("request_id", id)
                    .addKeyValue("error_type", "cancelled")
                    .log("the client has gone");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close(); // which ends the span if the client has gone
        }
    }

    private ChatRequest request(HttpExchange exchange) throws ApiException, IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            throw new ApiException(
                    405,
                    "invalid_request_error",
                    null,
                    "method_not_allowed",
                    exchange.getRequestMethod() + ", expected POST");
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw new ApiException(
                    413,
                    "invalid_request_error",
                    null,
                    "request_too_large",
                    "the body has more than " + MAX_BODY + " bytes");
        }
        ChatRequest request = ChatRequest.parse(body);
        if (!request.model().equals(model)) {
            throw new ApiException(
                    404,
                    "invalid_request_error",
                    "model",
                    "model_not_found",
                    "model: '" + request.model() + "' is not served here, '" + model + "' is");
        }
        if (request.fault() != null && !faults) {
            throw ApiException.invalid("metadata.fault", "metadata.fault: only if the frontend runs with --faults");
        }
        return request;
    }

    private static void describe(Span span, ChatRequest request) {
        span.setAttribute("gen_ai.request.model", request.model())
                .setAttribute("gen_ai.response.model", request.model())
                .setAttribute("gen_ai.request.max_tokens", request.maxTokens())
                .setAttribute("gen_ai.request.temperature", request.temperature())
                .setAttribute("gen_ai.request.n", 1)
                .setAttribute("gen_ai.request.stream", request.stream());
    }

    private static void completed(String id, FrontendMetrics.Flight flight, Timings timings) {
        flight.landed(timings);
        log.atInfo()
                .addKeyValue("request_id", id)
                .addKeyValue("status", "success")
                .addKeyValue("input_tokens", timings.promptTokens)
                .addKeyValue("output_tokens", timings.outputTokens())
                .addKeyValue("ttft_ms", timings.timeToFirstToken() * 1e3)
                .addKeyValue("avg_itl_ms", timings.interTokenLatency() * 1e3)
                .addKeyValue("elapsed_ms", timings.elapsed() * 1e3)
                .log("request completed");
    }

    private static void failed(
            String id, Span span, FrontendMetrics.Flight flight, AnswerSink sink, ApiException error, Exception cause)
            throws IOException {
        flight.failed(error.code());
        if (error.status() >= 500) {
            Failures.record(span, error.code(), cause);
        } else {
            span.setAttribute("error.type", error.code());
        }
        log.atLevel(error.status() >= 500 ? org.slf4j.event.Level.ERROR : org.slf4j.event.Level.WARN)
                .addKeyValue("request_id", id)
                .addKeyValue("status", "error")
                .addKeyValue("error_type", error.code())
                .log("request completed: {}", error.getMessage());
        sink.error(error);
    }
}
