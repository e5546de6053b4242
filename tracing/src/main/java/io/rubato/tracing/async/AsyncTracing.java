package io.rubato.tracing.async;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.rubato.tracing.internal.channel.Channel;
import io.rubato.tracing.internal.channel.Failure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Keeps asynchronous work in the trace it belongs to. The static methods carry the context only; the others also make
/// spans. Safe for any number of threads.
public final class AsyncTracing {
    private final Channel channel;

    public AsyncTracing(OpenTelemetry openTelemetry) {
        this.channel = new Channel(openTelemetry, "io.rubato.tracing.async");
    }

    /// An executor whose tasks run in the context that they were handed over in; also right for the `...Async` methods
    /// of [CompletableFuture].
    public static Executor executor(Executor executor) {
        return Context.taskWrapping(executor);
    }

    /// See [#executor(Executor)].
    public static ExecutorService executor(ExecutorService executor) {
        return Context.taskWrapping(executor);
    }

    /// See [#executor(Executor)]. What runs again and again is better given to [#periodic].
    public static ScheduledExecutorService scheduler(ScheduledExecutorService scheduler) {
        return Context.taskWrapping(scheduler);
    }

    /// A factory whose threads run in the context that they are made in: for threads that do one task each, such as
    /// virtual ones. A pool's threads would keep the context of whoever needed them first.
    public static ThreadFactory threads(ThreadFactory factory) {
        return task -> factory.newThread(Context.current().wrap(task));
    }

    /// Runs `work` in a span of its own that ends when the stage does, with the stage's failure.
    ///
    /// @return ends like the stage, after the span has ended
    public <T> CompletableFuture<T> stage(String name, Supplier<? extends CompletionStage<T>> work) {
        Context parent = Context.current();
        Span span = channel.span(name, SpanKind.INTERNAL, parent).startSpan();
        CompletionStage<T> stage;
        try {
            stage = parent.with(span).wrapSupplier(work).get();
        } catch (RuntimeException | Error e) {
            Failure.record(span, e);
            span.end();
            throw e;
        }
        return stage.whenComplete((result, thrown) -> {
                    if (thrown != null) {
                        Failure.record(span, thrown);
                    }
                    span.end();
                })
                .toCompletableFuture();
    }

    /// A task for a schedule: each run is the root of a trace of its own, linked to the span that is current now.
    public Runnable periodic(String name, Runnable task) {
        Context scheduled = Context.current();
        return () -> run(channel.span(name, SpanKind.INTERNAL, scheduled, Relation.LINK), task);
    }

    /// Handles a message taken from a queue in a CONSUMER span, with how long it waited there as `queue.wait_ns`.
    public <T> void handle(String name, Queued<T> queued, Relation relation, Consumer<? super T> handler) {
        Channel.Start start = channel.span(name, SpanKind.CONSUMER, queued.context(), relation);
        start.builder().setAttribute("queue.wait_ns", System.nanoTime() - queued.since());
        run(start, () -> handler.accept(queued.message()));
    }

    @SuppressWarnings("try")
    private static void run(Channel.Start start, Runnable task) {
        Span span = start.builder().startSpan();
        try (Scope scope = start.context().with(span).makeCurrent()) {
            task.run();
        } catch (RuntimeException | Error e) {
            Failure.record(span, e);
            throw e;
        } finally {
            span.end();
        }
    }
}
