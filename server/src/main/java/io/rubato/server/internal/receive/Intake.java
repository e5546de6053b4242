package io.rubato.server.internal.receive;

import io.rubato.server.internal.grpc.GrpcMethod;
import io.rubato.server.internal.grpc.GrpcRoutes;
import io.rubato.server.internal.http.Body;
import io.rubato.server.internal.http.BodyBudget;
import io.rubato.server.internal.http.BodyException;
import io.rubato.server.internal.life.Life;
import io.rubato.server.internal.metrics.Labels;
import io.rubato.server.internal.metrics.Registry;
import io.rubato.server.internal.tenant.Stores;
import io.rubato.server.internal.tenant.TenantException;
import io.rubato.storage.Compression;
import io.rubato.storage.IngestException;
import io.rubato.storage.IngestException.Reason;
import io.rubato.storage.IngestResult;
import io.rubato.storage.SpanStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one way from a receiver to the store: refuses while there is no store, counts, and knows what is under way. Safe
/// for concurrent use.
public final class Intake {
    /// Requests by receiver and outcome.
    public static final String REQUESTS = "rubato_receiver_requests_total";

    /// Requests refused before the store saw them, by reason; how many spans they held is not known.
    public static final String REFUSED = "rubato_receiver_refused_total";

    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    /// Opens stores of tenants, one after the other.
    private static final Executor OPENING = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("rubato-open").factory());

    private final Life life;
    private final Registry registry;
    private final ReceiverLimits limits;
    private final BodyBudget budget;
    private final AtomicInteger underWay = new AtomicInteger();
    private final RefusedStreak refusedStreak = new RefusedStreak();

    public Intake(Life life, Registry registry, ReceiverLimits limits) {
        this.life = life;
        this.registry = registry;
        this.limits = limits;
        this.budget = new BodyBudget(limits.bodyMemory());
    }

    /// What a port over gRPC serves, within the bounds of all receivers.
    ///
    /// @param unknown what to say to a method that is not here
    public GrpcRoutes grpc(Map<String, GrpcMethod> methods, String unknown) {
        return new GrpcRoutes(methods, limits.maxGrpcMessage(), budget, unknown);
    }

    ReceiverLimits limits() {
        return limits;
    }

    BodyBudget budget() {
        return budget;
    }

    Life life() {
        return life;
    }

    /// Requests that the store has and has not acknowledged yet.
    public int underWay() {
        return underWay.get();
    }

    /// Why spans are refused at the moment, whoever sends them; nothing when they are taken.
    public Optional<String> refusing() {
        Optional<Stores> stores = life.stores();
        if (stores.isEmpty()) {
            return Optional.of(life.reason());
        }
        String readOnly = stores.get().status().readOnly();
        if (readOnly != null) {
            return Optional.of("read-only: " + readOnly);
        }
        return refusedStreak.lasts(System.nanoTime())
                ? Optional.of("overloaded: every request of the last minute was refused")
                : Optional.empty();
    }

    /// Hands a request to the store. `body` may be reused once this has returned.
    ///
    /// @param tenant whose spans they are, empty when the request names none
    /// @return completes exceptionally when the request is refused whole
    CompletableFuture<IngestResult> ingest(
            Receiver receiver, String tenant, Compression compression, byte[] body, int offset, int length) {
        Optional<Stores> stores = life.stores();
        if (stores.isEmpty()) {
            unseen("unavailable");
            return CompletableFuture.failedFuture(
                    new IngestException(Reason.UNAVAILABLE, life.reason(), Duration.ofSeconds(1)));
        }
        try {
            return stores.get().mustOpen(tenant)
                    ? openAndIngest(receiver, stores.get(), tenant, compression, body, offset, length)
                    : ingest(receiver, stores.get().taking(tenant), compression, body, offset, length);
        } catch (TenantException | IngestException | BodyException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /// The first spans of a tenant wait until its store is open, and nobody waits for them meanwhile.
    private CompletableFuture<IngestResult> openAndIngest(
            Receiver receiver,
            Stores stores,
            String tenant,
            Compression compression,
            byte[] body,
            int offset,
            int length) {
        Body kept = budget.copy(body, offset, length);
        underWay.incrementAndGet();
        return CompletableFuture.supplyAsync(() -> stores.taking(tenant), OPENING)
                .thenCompose(store -> ingest(receiver, store, compression, kept.bytes(), 0, kept.length()))
                .whenComplete((result, failure) -> {
                    kept.close();
                    underWay.decrementAndGet();
                });
    }

    private CompletableFuture<IngestResult> ingest(
            Receiver receiver, SpanStore store, Compression compression, byte[] body, int offset, int length) {
        long start = System.nanoTime();
        underWay.incrementAndGet();
        registry.counter("rubato_receiver_bytes_total", "Bytes of bodies handed to the store.", label(receiver))
                .add(length);
        return ingest(store, compression, body, offset, length).whenComplete((result, failure) -> {
            underWay.decrementAndGet();
            registry.histogram("rubato_receiver_ack_seconds", "From a request's last byte to its ack.", label(receiver))
                    .record(System.nanoTime() - start);
        });
    }

    private static CompletableFuture<IngestResult> ingest(
            SpanStore store, Compression compression, byte[] body, int offset, int length) {
        try {
            return store.ingest(compression, body, offset, length);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /// Counts an answered request. Returns what to answer: the result, with a warning if the body had no span.
    IngestResult answered(Receiver receiver, IngestResult result) {
        refusedStreak.taken();
        if (SpanlessBody.is(result)) {
            count(receiver, "no_spans");
            return SpanlessBody.warned(result);
        }
        count(receiver, result.rejected() == 0 ? "ok" : "partial");
        return result;
    }

    /// Counts a request that was refused, and says why it was.
    Refusal refused(Receiver receiver, Throwable failure) {
        Refusal refusal = Refusal.of(failure);
        if (refusal.canRetry()) {
            refusedStreak.refused(System.nanoTime());
        }
        if (refusal.grpcCode() == Refusal.INTERNAL) {
            log.error("a request to {} failed", receiver.label(), failure);
        }
        count(receiver, refusal.reason());
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (!(cause instanceof IngestException)) {
            unseen(refusal.reason());
        }
        return refusal;
    }

    /// Counts a request that was refused before the store saw it.
    void refused(Receiver receiver, Refusal refusal) {
        count(receiver, refusal.reason());
        unseen(refusal.reason());
    }

    private void unseen(String reason) {
        registry.counter(REFUSED, "Requests refused before the store saw them.", Labels.of("reason", reason))
                .increment();
    }

    private void count(Receiver receiver, String outcome) {
        registry.counter(REQUESTS, "Requests by outcome.", label(receiver).and("outcome", outcome))
                .increment();
    }

    private static Labels label(Receiver receiver) {
        return Labels.of("receiver", receiver.label());
    }
}
