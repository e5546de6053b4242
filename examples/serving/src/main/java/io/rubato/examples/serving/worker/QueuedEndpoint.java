package io.rubato.examples.serving.worker;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.rubato.examples.serving.plane.CallHome;
import io.rubato.examples.serving.plane.Endpoint;
import io.rubato.examples.serving.plane.Envelope;
import io.rubato.examples.serving.plane.Instance;
import io.rubato.examples.serving.plane.PlaneException;
import io.rubato.examples.serving.plane.RefusedException;
import io.rubato.examples.serving.trace.Failures;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An endpoint whose requests wait for an engine. The span `handle_payload` lasts from the request's arrival to the
/// last
/// of its results; `queue` in it is the waiting.
final class QueuedEndpoint<T> implements Endpoint {
    private static final Logger log = LoggerFactory.getLogger(QueuedEndpoint.class);

    private final Tracer tracer;
    private final Instance self;
    private final String name;
    private final Engine engine;
    private final Class<T> type;
    private final Handler<T> handler;

    QueuedEndpoint(Tracer tracer, Instance self, String name, Engine engine, Class<T> type, Handler<T> handler) {
        this.tracer = tracer;
        this.self = self;
        this.name = name;
        this.engine = engine;
        this.type = type;
        this.handler = handler;
    }

    @SuppressWarnings("try") // a scope only needs closing
    @Override
    public void accept(Context caller, Envelope envelope) throws RefusedException {
        Span span = tracer.spanBuilder("handle_payload")
                .setParent(caller)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("component", self.component())
                .setAttribute("endpoint", name)
                .setAttribute("namespace", self.namespace())
                .setAttribute("instance_id", self.id())
                .setAttribute("request_plane", self.plane().word())
                .setAttribute("gen_ai.request.id", envelope.head().id())
                .startSpan();
        Context context = caller.with(span);
        try (Scope current = context.makeCurrent()) {
            enqueue(context, span, envelope);
        } catch (RefusedException e) {
            log.warn("request {} refused: {}", envelope.head().id(), e.getMessage());
            Failures.record(span, e.kind(), e);
            span.end();
            throw e;
        }
    }

    private void enqueue(Context context, Span span, Envelope envelope) throws RefusedException {
        T request = envelope.body(type);
        CallHome home;
        try {
            home = new CallHome(envelope.head().home());
        } catch (IOException e) {
            throw new RefusedException("caller_unreachable", String.valueOf(e.getMessage()));
        }
        Span queue = tracer.spanBuilder("queue")
                .setAttribute("queue.length", engine.waiting())
                .startSpan();
        long arrival = System.nanoTime();
        try {
            engine.submit(context.wrap(() -> {
                queue.end();
                Job job = new Job(envelope.head().id(), span, home, System.nanoTime() - arrival);
                work(request, job);
            }));
        } catch (RefusedException e) {
            Failures.record(queue, e.kind(), e);
            queue.end();
            home.close();
            throw e;
        }
    }

    private void work(T request, Job job) {
        job.span().setAttribute("gen_ai.latency.time_in_queue", job.queued() / 1e9);
        try {
            job.checkWanted();
            handler.handle(request, job);
            job.home().end();
        } catch (PlaneException e) {
            failed(job, e.kind(), e);
        } catch (IOException e) {
            failed(job, "cancelled", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed(job, "stopping", e);
        } catch (RuntimeException e) {
            failed(job, "model_failure", e);
        } finally {
            job.span().end();
            job.home().close();
        }
    }

    /// Inside of the request's context still, so that the line has its ids.
    private void failed(Job job, String kind, Exception e) {
        Failures.record(job.span(), kind, e);
        if (kind.equals("cancelled")) {
            log.warn("request {} cancelled: {}", job.id(), e.getMessage());
        } else {
            log.atError().addKeyValue("error_type", kind).setCause(e).log("request {} failed", job.id());
        }
        job.home().fail(kind, String.valueOf(e.getMessage()));
    }
}
