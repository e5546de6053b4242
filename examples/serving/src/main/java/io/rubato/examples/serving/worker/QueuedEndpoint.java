package io.rubato.examples.serving.worker;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.rubato.examples.serving.plane.CallHome;
import io.rubato.examples.serving.plane.Endpoint;
import io.rubato.examples.serving.plane.Envelope;
import io.rubato.examples.serving.plane.PlaneException;
import io.rubato.examples.serving.plane.PlaneKind;
import io.rubato.examples.serving.plane.RefusedException;
import io.rubato.examples.serving.trace.Failures;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An endpoint whose requests wait for an engine. The span `handle_payload` lasts from the request's arrival to the
/// last
/// of its results; `queue` in it is the waiting.
final class QueuedEndpoint<T> implements Endpoint {
    private static final Logger log = LoggerFactory.getLogger(QueuedEndpoint.class);

    private final Tracer tracer;
    private final PlaneKind plane;
    private final Engine engine;
    private final Class<T> type;
    private final Handler<T> handler;

    QueuedEndpoint(Tracer tracer, PlaneKind plane, Engine engine, Class<T> type, Handler<T> handler) {
        this.tracer = tracer;
        this.plane = plane;
        this.engine = engine;
        this.type = type;
        this.handler = handler;
    }

    @Override
    public CompletionStage<?> accept(Envelope envelope) throws RefusedException {
        String id = envelope.head().id();
        Span span = Span.current();
        span.setAttribute("request_plane", plane.word()).setAttribute("gen_ai.request.id", id);
        T request = envelope.body(type);
        CallHome home;
        try {
            home = new CallHome(envelope.head().home());
        } catch (IOException e) {
            throw new RefusedException("caller_unreachable", String.valueOf(e.getMessage()));
        }
        try {
            return enqueue(request, id, span, home);
        } catch (RefusedException e) {
            log.warn("request {} refused: {}", id, e.getMessage());
            home.close();
            throw e;
        }
    }

    private CompletionStage<?> enqueue(T request, String id, Span span, CallHome home) throws RefusedException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Span queue = tracer.spanBuilder("queue")
                .setAttribute("queue.length", engine.waiting())
                .startSpan();
        long arrival = System.nanoTime();
        try {
            engine.submit(Context.current().wrap(() -> {
                queue.end();
                try (home) {
                    work(request, new Job(id, span, home, System.nanoTime() - arrival));
                } finally {
                    done.complete(null);
                }
            }));
            return done;
        } catch (RefusedException e) {
            Failures.record(queue, e.kind(), e);
            queue.end();
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
