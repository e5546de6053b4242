package io.rubato.examples.serving.worker;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.rubato.examples.serving.model.KvCache;
import io.rubato.examples.serving.model.Model;
import io.rubato.examples.serving.model.Sampler;
import io.rubato.examples.serving.model.Tokenizer;
import io.rubato.examples.serving.plane.PlaneException;
import io.rubato.examples.serving.trace.Failures;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes an answer, token by token, from a key-value cache and the prompt's last token.
final class Decode implements Handler<DecodeRequest> {
    private static final Logger log = LoggerFactory.getLogger(Decode.class);

    private final Tracer tracer;
    private final Model model;
    private final Tokenizer tokenizer = new Tokenizer();
    private final CacheFetch caches;

    Decode(Tracer tracer, Model model, CacheFetch caches) {
        this.tracer = tracer;
        this.model = model;
        this.caches = caches;
    }

    @Override
    public void handle(DecodeRequest request, Job job) throws PlaneException, IOException, InterruptedException {
        int[] prompt = request.tokens();
        long start = System.nanoTime();
        KvCache cache = caches.fetch(request.cache(), prompt.length + request.maxTokens());
        long fetched = System.nanoTime() - start;
        if (cache.tokens() != prompt.length - 1) {
            throw new PlaneException(
                    "kv_damaged",
                    "the key-value cache has " + cache.tokens() + " tokens, expected " + (prompt.length - 1));
        }
        Answer answer = new Answer(request, job, cache);
        answer.write();
        long worked = System.nanoTime() - start - fetched;
        job.span()
                .setAttribute("gen_ai.request.max_tokens", request.maxTokens())
                .setAttribute("gen_ai.request.temperature", request.temperature())
                .setAttribute("gen_ai.usage.input_tokens", prompt.length)
                .setAttribute("gen_ai.usage.prompt_tokens", prompt.length)
                .setAttribute("gen_ai.usage.output_tokens", answer.tokens)
                .setAttribute("gen_ai.usage.completion_tokens", answer.tokens)
                .setAttribute("gen_ai.latency.time_in_model_decode", worked / 1e9);
        log.atInfo().addKeyValue("output_tokens", answer.tokens).log("decode done");
        job.home()
                .item(new DecodeItem(
                        null, new DecodeItem.Summary(answer.reason, answer.tokens, job.queued(), fetched, worked)));
    }

    /// An answer as it comes into being.
    private final class Answer {
        private final DecodeRequest request;
        private final Job job;
        private final KvCache cache;
        private final Sampler sampler;
        private int next;
        private int tokens;
        private String reason = "";

        Answer(DecodeRequest request, Job job, KvCache cache) {
            this.request = request;
            this.job = job;
            this.cache = cache;
            this.sampler = new Sampler(request.temperature(), request.ignoreEnd(), request.tokens());
            this.next = request.tokens()[request.tokens().length - 1];
        }

        void write() throws PlaneException, IOException {
            inSpan("first_token", 1);
            if (reason.isEmpty()) {
                inSpan("decode", request.maxTokens());
            }
        }

        @SuppressWarnings("try") // a scope only needs closing
        private void inSpan(String name, int upTo) throws PlaneException, IOException {
            Span span = tracer.spanBuilder(name).startSpan();
            int before = tokens;
            try (Scope current = span.makeCurrent()) {
                while (tokens < upTo && reason.isEmpty()) {
                    step();
                }
            } catch (PlaneException e) {
                Failures.record(span, e.kind(), e);
                throw e;
            } catch (IOException e) {
                Failures.record(span, "cancelled", e);
                throw e;
            } catch (RuntimeException e) {
                Failures.record(span, "model_failure", e);
                throw e;
            } finally {
                span.setAttribute("gen_ai.usage.output_tokens", tokens - before);
                span.end();
            }
        }

        private void step() throws PlaneException, IOException {
            job.checkWanted();
            float[] logits = model.logits(model.step(next, cache));
            if ("decode".equals(request.fault()) && tokens >= request.maxTokens() / 2) {
                logits[logits.length - 1] = Float.NaN;
            }
            next = sampler.pick(logits);
            tokens++;
            if (next == Tokenizer.END) {
                reason = "stop";
            } else {
                reason = tokens == request.maxTokens()
                                || cache.tokens() == model.shape().context()
                        ? "length"
                        : "";
                job.home().item(new DecodeItem(tokenizer.decode(next), null));
            }
        }
    }
}
