package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryException;
import io.rubato.server.internal.http.PlainText;
import io.rubato.server.internal.life.Life;
import io.rubato.storage.DamagedException;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanStore;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs queries off the event loop: a few at a time, the rest waiting in a bounded queue, each with a time limit and
/// ended when its client goes away. Safe for concurrent use.
public final class QueryRunner implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(QueryRunner.class);
    private static final Duration DRAIN = Duration.ofSeconds(1);

    /// What answers one question.
    interface Question {
        HttpResponse answer(Snapshot snapshot, QueryContext context) throws Exception;
    }

    private final Life life;
    private final int cores = Runtime.getRuntime().availableProcessors();
    private final ThreadPoolExecutor queries;
    private final ExecutorService batches;

    /// @param waiting queries that may wait for a thread
    public QueryRunner(Life life, int waiting) {
        this.life = life;
        int atOnce = Math.max(4, 2 * cores);
        this.queries = new ThreadPoolExecutor(
                atOnce, atOnce, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(waiting), threads("rubato-query-"));
        this.queries.allowCoreThreadTimeOut(true);
        this.batches = Executors.newFixedThreadPool(cores, threads("rubato-scan-"));
    }

    private static ThreadFactory threads(String prefix) {
        return Thread.ofPlatform().daemon().name(prefix, 0).factory();
    }

    /// Queries that wait for a thread.
    public int waiting() {
        return queries.getQueue().size();
    }

    HttpResponse run(ServiceRequestContext ctx, Duration timeout, Question question) {
        Optional<SpanStore> store = life.store();
        if (store.isEmpty()) {
            return unavailable(life.reason());
        }
        QueryContext context = QueryContext.withTimeout(timeout, batches, cores);
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        CompletableFuture<Void> _ = ctx.whenRequestCancelled().thenRun(context::cancel);
        try {
            queries.execute(() -> answer.complete(answer(store.get(), context, question)));
        } catch (RejectedExecutionException e) {
            return PlainText.of(429, "job queue full");
        }
        return HttpResponse.of(answer);
    }

    private static HttpResponse answer(SpanStore store, QueryContext context, Question question) {
        try {
            context.check();
            try (Snapshot snapshot = store.snapshot()) {
                return answer(snapshot, context, question);
            }
        } catch (BadRequest e) {
            return PlainText.of(400, e.text());
        } catch (QueryException e) {
            return switch (e.reason()) {
                case REFUSED -> PlainText.of(400, String.valueOf(e.getMessage()));
                case CANCELLED -> PlainText.of(499, "context canceled");
                case TIMED_OUT -> PlainText.of(504, e.getMessage() + ": context deadline exceeded");
            };
        } catch (Throwable e) {
            log.error("a query failed", e);
            return PlainText.of(500, "internal error: " + e.getClass().getSimpleName() + ", see the server's log");
        }
    }

    private static HttpResponse answer(Snapshot snapshot, QueryContext context, Question question) throws Exception {
        try {
            return question.answer(snapshot, context);
        } catch (DamagedException e) {
            return PlainText.of(500, String.valueOf(e.getMessage()));
        }
    }

    static HttpResponse unavailable(String reason) {
        return HttpResponse.of(
                ResponseHeaders.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        HttpHeaderNames.CONTENT_TYPE,
                        "text/plain; charset=utf-8",
                        HttpHeaderNames.RETRY_AFTER,
                        "1"),
                HttpData.ofUtf8(reason + "\n"));
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
