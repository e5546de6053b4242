package io.rubato.generator;

import java.time.Duration;
import java.time.Instant;

/// What to generate. With the same seed, equal options give equal bytes.
///
/// @param spans stop after the trace that reaches this many spans
/// @param start start of the first trace
/// @param spansPerSecond how many spans a second of trace time has; it decides how full batches are
/// @param llmShare share of traces that are LLM serving, 0 to 1; the rest is the web shop
/// @param exportDelay how long an instance collects ended spans before it sends them
/// @param batchSpans most spans in one batch
public record GeneratorOptions(
        long spans, Instant start, int spansPerSecond, double llmShare, Duration exportDelay, int batchSpans) {

    private static final Instant START = Instant.parse("2026-01-15T09:00:00Z");

    public GeneratorOptions {
        if (spansPerSecond < 1 || batchSpans < 1 || exportDelay.toNanos() < 1_000_000) {
            throw new IllegalArgumentException("spansPerSecond " + spansPerSecond + ", batchSpans " + batchSpans
                    + ", exportDelay " + exportDelay + ": expected at least 1, 1 and 1 ms");
        }
        if (!(llmShare >= 0 && llmShare <= 1)) {
            throw new IllegalArgumentException("llmShare " + llmShare + ": expected 0 to 1");
        }
    }

    /// `spans` spans from a fixed moment in 2026: 20,000 spans a second, three in ten traces LLM serving,
    /// batches of at most 512 spans once a second (the batch span processor's size).
    public static GeneratorOptions of(long spans) {
        return new GeneratorOptions(spans, START, 20_000, 0.3, Duration.ofSeconds(1), 512);
    }

    public GeneratorOptions withStart(Instant newStart) {
        return new GeneratorOptions(spans, newStart, spansPerSecond, llmShare, exportDelay, batchSpans);
    }

    public GeneratorOptions withSpansPerSecond(int rate) {
        return new GeneratorOptions(spans, start, rate, llmShare, exportDelay, batchSpans);
    }

    public GeneratorOptions withLlmShare(double share) {
        return new GeneratorOptions(spans, start, spansPerSecond, share, exportDelay, batchSpans);
    }

    public GeneratorOptions withExportDelay(Duration delay) {
        return new GeneratorOptions(spans, start, spansPerSecond, llmShare, delay, batchSpans);
    }

    public GeneratorOptions withBatchSpans(int most) {
        return new GeneratorOptions(spans, start, spansPerSecond, llmShare, exportDelay, most);
    }
}
