package io.rubato.examples.serving.worker;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.rubato.examples.serving.model.KvCache;
import io.rubato.examples.serving.model.ModelShape;
import io.rubato.examples.serving.plane.Caller;
import io.rubato.examples.serving.plane.PlaneException;
import io.rubato.examples.serving.plane.Responses;
import io.rubato.examples.serving.trace.Failures;
import java.nio.ByteBuffer;

/// Gets a key-value cache from the prefill worker that has it. The span `kv_transfer` is the time until all of it is
/// here.
final class CacheFetch {
    private final Tracer tracer;
    private final ModelShape shape;
    private final Caller caller;

    CacheFetch(Tracer tracer, ModelShape shape, Caller caller) {
        this.tracer = tracer;
        this.shape = shape;
        this.caller = caller;
    }

    /// @param tokens how many tokens it will have in the end
    @SuppressWarnings("try") // a scope only needs closing
    KvCache fetch(CacheHandle handle, int tokens) throws PlaneException, InterruptedException {
        Span span = tracer.spanBuilder("kv_transfer")
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("instance_id", handle.worker().id())
                .startSpan();
        try (Scope current = span.makeCurrent();
                Responses responses =
                        caller.call(handle.worker(), "kv_cache", handle.id(), new CacheRequest(handle.id()))) {
            KvCache cache = new KvCache(shape, tokens);
            for (byte[] bytes = responses.data(handle.worker());
                    bytes != null;
                    bytes = responses.data(handle.worker())) {
                cache.write(ByteBuffer.wrap(bytes));
            }
            span.setAttribute("kv_cache.bytes", cache.bytes());
            return cache;
        } catch (PlaneException e) {
            Failures.record(span, e.kind(), e);
            throw e;
        } finally {
            span.end();
        }
    }
}
