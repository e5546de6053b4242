package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryLimits;
import io.rubato.query.QueryMemory;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.life.Life;
import io.rubato.server.internal.metrics.PrometheusText;
import io.rubato.server.internal.tenant.StoredSpans;
import io.rubato.server.internal.tenant.Stores;
import io.rubato.server.internal.tenant.TenantException;
import io.rubato.server.internal.tenant.TenantHeader;
import io.rubato.storage.DamagedException;
import io.rubato.storage.Snapshot;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Runs queries off the event loop: a few at a time, the rest waiting in a bounded queue, each with a time limit and
/// ended when its client goes away. Safe for concurrent use.
public final class QueryRunner implements AutoCloseable {
    private static final Duration DRAIN = Duration.ofSeconds(1);

    /// This part of the heap is what queries and their answers may take together.
    private static final int MEMORY_SHARE = 4;

    /// What answers one question.
    ///
    /// @param <T> the answer
    public interface Question<T> {
        T answer(Snapshot snapshot, QueryContext context) throws Exception;
    }

    private final Life life;
    private final QuerySettings settings;
    private final int cores = Runtime.getRuntime().availableProcessors();
    private final ThreadPoolExecutor queries;
    private final ExecutorService batches;
    private final QueryLimits limits;
    private final QueryMemory memory = new QueryMemory(Runtime.getRuntime().maxMemory() / MEMORY_SHARE);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicLong abandoned = new AtomicLong();
    private final AtomicLong turnedAway = new AtomicLong();

    public QueryRunner(Life life, QuerySettings settings) {
        this.life = life;
        this.settings = settings;
        long memory = settings.memory().maxMemoryBytes();
        this.limits = new QueryLimits(
                memory == 0 ? QueryLimits.DEFAULT.memoryBytes() : memory,
                settings.memory().maxResultBytes());
        int atOnce = Math.max(4, 2 * cores);
        this.queries = new ThreadPoolExecutor(
                atOnce,
                atOnce,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(settings.maxOutstanding()),
                threads("rubato-query-"));
        this.queries.allowCoreThreadTimeOut(true);
        this.batches = Executors.newFixedThreadPool(cores, threads("rubato-scan-"));
    }

    private static ThreadFactory threads(String prefix) {
        return Thread.ofPlatform().daemon().name(prefix, 0).factory();
    }

    /// Writes figures.
    public void figures(PrometheusText text) {
        text.single("rubato_queries_running", "gauge", "Queries that are worked on.", running.get());
        text.single(
                "rubato_queries_waiting",
                "gauge",
                "Queries that wait for others.",
                queries.getQueue().size());
        text.single(
                "rubato_queries_memory_bytes",
                "gauge",
                "Memory of queries and of answers that are being sent, roughly.",
                memory.used());
        text.single(
                "rubato_queries_memory_limit_bytes",
                "gauge",
                "Most that it may be; beyond it queries are refused.",
                memory.most());
        text.single(
                "rubato_queries_abandoned_total",
                "counter",
                "Queries whose client went away before the answer.",
                abandoned.get());
        text.single(
                "rubato_queries_turned_away_total",
                "counter",
                "Queries refused because too many waited.",
                turnedAway.get());
    }

    /// What a request may read, once it has been found that it may.
    StoredSpans readable(ServiceRequestContext ctx) {
        return life.stores().orElseThrow().reading(TenantHeader.of(ctx.request()));
    }

    /// Bounds of a request's query: those of its tenant. Those of all where it names none that is one; then it gets no
    /// answer anyway.
    public QuerySettings settings(ServiceRequestContext ctx) {
        try {
            return life.stores()
                    .map(stores ->
                            stores.reading(TenantHeader.of(ctx.request())).bounded(settings))
                    .orElse(settings);
        } catch (TenantException e) {
            return settings;
        }
    }

    /// Answers over HTTP; what could not be read is told in a header.
    public HttpResponse run(ServiceRequestContext ctx, Duration timeout, Question<HttpResponse> question) {
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        Question<HttpResponse> warned = (snapshot, context) -> {
            HttpResponse whole = question.answer(snapshot, context);
            return Answers.warned(
                    whole,
                    context.damage().stream().map(DamagedException::getMessage).toList());
        };
        ask(ctx, timeout, warned, answer::complete, failure -> answer.complete(failure.http()));
        return HttpResponse.of(answer);
    }

    /// Calls either `answered` or `failed`, mostly from another thread.
    public <T> void ask(
            ServiceRequestContext ctx,
            Duration timeout,
            Question<T> question,
            Consumer<T> answered,
            Consumer<QueryFailure> failed) {
        Optional<Stores> stores = life.stores();
        if (stores.isEmpty()) {
            failed.accept(QueryFailure.unavailable(life.reason()));
            return;
        }
        StoredSpans readable;
        try {
            readable = stores.get().reading(TenantHeader.of(ctx.request()));
        } catch (TenantException e) {
            failed.accept(QueryFailure.of(e));
            return;
        }
        QueryContext context = QueryContext.withTimeout(timeout, batches, cores, limits, memory);
        CompletableFuture<Void> answering = new CompletableFuture<>();
        CompletableFuture<Void> _ = answering.runAfterBoth(ctx.log().whenComplete(), context.memory()::close);
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> _ = ctx.whenRequestCancelling().thenRun(() -> {
            context.cancel();
            if (over.compareAndSet(false, true)) {
                abandoned.incrementAndGet();
            }
        });
        try {
            queries.execute(() -> {
                running.incrementAndGet();
                try {
                    answer(readable, context, question, answered, failed);
                } finally {
                    running.decrementAndGet();
                    over.set(true);
                    answering.complete(null);
                }
            });
        } catch (RejectedExecutionException e) {
            over.set(true);
            answering.complete(null);
            turnedAway.incrementAndGet();
            failed.accept(new QueryFailure(429, QueryFailure.RESOURCE_EXHAUSTED, "job queue full"));
        }
    }

    private static <T> void answer(
            StoredSpans readable,
            QueryContext context,
            Question<T> question,
            Consumer<T> answered,
            Consumer<QueryFailure> failed) {
        T answer;
        try {
            context.check();
            try (Snapshot snapshot = readable.snapshot()) {
                answer = AnswerBytes.counting(context, () -> question.answer(snapshot, context));
            }
        } catch (Throwable e) {
            failed.accept(QueryFailure.of(e));
            return;
        }
        answered.accept(answer);
    }

    /// The answer of a process that does not serve yet, or no more.
    static HttpResponse unavailable(String reason) {
        return QueryFailure.unavailable(reason).http();
    }

    /// Waits a second for the queries under way, then leaves them.
    @Override
    public void close() {
        queries.shutdown();
        try {
            if (!queries.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                queries.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        batches.shutdownNow();
    }
}
