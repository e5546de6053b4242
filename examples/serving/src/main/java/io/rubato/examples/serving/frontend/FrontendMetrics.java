package io.rubato.examples.serving.frontend;

import io.rubato.examples.serving.trace.Figures;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/// Counts the requests. Safe for concurrent use.
final class FrontendMetrics {
    private final AtomicInteger flying = new AtomicInteger();
    private final Map<String, LongAdder> done = new ConcurrentHashMap<>();
    private final DoubleAdder firstToken = new DoubleAdder();
    private final LongAdder inputTokens = new LongAdder();
    private final LongAdder outputTokens = new LongAdder();

    /// A request under way; one that is neither landed nor failed was cancelled.
    final class Flight implements AutoCloseable {
        private String outcome = "cancelled";

        void landed(Timings timings) {
            outcome = "success";
            firstToken.add(timings.timeToFirstToken());
            inputTokens.add(timings.promptTokens);
            outputTokens.add(timings.outputTokens());
        }

        void failed(String code) {
            outcome = code;
        }

        @Override
        public void close() {
            flying.decrementAndGet();
            done.computeIfAbsent(outcome, absent -> new LongAdder()).increment();
        }
    }

    Flight takeOff() {
        flying.incrementAndGet();
        return new Flight();
    }

    int flying() {
        return flying.get();
    }

    void write(Figures figures) {
        figures.gauge("serving_requests_in_flight", "requests under way", flying.get());
        done.forEach((outcome, count) ->
                figures.counter("serving_requests_total", "requests by outcome", "outcome", outcome, count.sum()));
        figures.counter("serving_time_to_first_token_seconds_sum", "of the requests that succeeded", firstToken.sum());
        figures.counter("serving_input_tokens_total", "tokens of prompts", inputTokens.sum());
        figures.counter("serving_output_tokens_total", "tokens of answers", outputTokens.sum());
    }
}
