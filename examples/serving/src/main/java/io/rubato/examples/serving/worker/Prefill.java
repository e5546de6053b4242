package io.rubato.examples.serving.worker;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.rubato.examples.serving.model.KvCache;
import io.rubato.examples.serving.model.Model;
import io.rubato.examples.serving.plane.PlaneException;
import io.rubato.examples.serving.trace.Failures;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads a prompt, all but its last token, into a key-value cache and keeps that for the decode worker.
final class Prefill implements Handler<PrefillRequest> {
    private static final Logger log = LoggerFactory.getLogger(Prefill.class);

    private final Tracer tracer;
    private final Model model;
    private final CacheStore store;

    Prefill(Tracer tracer, Model model, CacheStore store) {
        this.tracer = tracer;
        this.model = model;
        this.store = store;
    }

    @Override
    public void handle(PrefillRequest request, Job job) throws PlaneException, IOException {
        int tokens = request.tokens().length;
        long start = System.nanoTime();
        KvCache cache = read(request, job);
        long worked = System.nanoTime() - start;
        store.put(job.id(), cache);
        job.span()
                .setAttribute("gen_ai.usage.input_tokens", tokens)
                .setAttribute("gen_ai.usage.prompt_tokens", tokens)
                .setAttribute("gen_ai.latency.time_in_model_prefill", worked / 1e9);
        log.atInfo()
                .addKeyValue("input_tokens", tokens)
                .addKeyValue("bytes", cache.bytes())
                .log("prefill done");
        job.home().item(new PrefillResult(job.id(), cache.bytes(), job.queued(), worked));
    }

    @SuppressWarnings("try") // a scope only needs closing
    private KvCache read(PrefillRequest request, Job job) throws PlaneException {
        int[] tokens = request.tokens();
        KvCache cache = new KvCache(model.shape(), tokens.length);
        Span span = tracer.spanBuilder("prefill")
                .setAttribute("gen_ai.usage.input_tokens", tokens.length)
                .startSpan();
        try (Scope current = span.makeCurrent()) {
            for (int i = 0; i < tokens.length - 1; i++) {
                job.checkWanted();
                if ("prefill".equals(request.fault()) && i >= tokens.length / 2) {
                    throw new ArithmeticException("the state after token " + i + " is not a number");
                }
                model.step(tokens[i], cache);
            }
            span.setAttribute("kv_cache.bytes", cache.bytes());
            return cache;
        } catch (PlaneException e) {
            Failures.record(span, e.kind(), e);
            throw e;
        } catch (RuntimeException e) {
            Failures.record(span, "model_failure", e);
            throw e;
        } finally {
            span.end();
        }
    }
}
