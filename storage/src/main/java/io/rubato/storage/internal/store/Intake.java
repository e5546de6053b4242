package io.rubato.storage.internal.store;

import io.rubato.storage.Compression;
import io.rubato.storage.IngestException;
import io.rubato.storage.IngestException.Reason;
import io.rubato.storage.IngestResult;
import io.rubato.storage.internal.head.Rejections;
import io.rubato.storage.internal.store.Generations.Appended;
import io.rubato.storage.internal.store.Generations.Wanted;
import io.rubato.storage.internal.wal.WalRecord;
import io.rubato.storage.internal.wire.MalformedException;
import io.rubato.storage.internal.wire.SpanCount;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes requests in: the log first, then the heads; the answer waits for the disk. Safe for concurrent use.
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final Duration RETRY_SOON = Duration.ofSeconds(1);
    private static final Duration RETRY_LATER = Duration.ofSeconds(5);

    private final StoreState state;
    private final Generations generations;
    private final HeadMemory memory;
    private final Runnable requestFlush;
    private final Counters refused = new Counters();
    private final LongAdder spans = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder duplicates = new LongAdder();

    /// A body and where in its array it stands.
    private record Body(byte[] bytes, int offset, int length) {}

    /// @param requestFlush called when a head was frozen
    Intake(StoreState state, Generations generations, HeadMemory memory, Runnable requestFlush) {
        this.state = state;
        this.generations = generations;
        this.memory = memory;
        this.requestFlush = requestFlush;
    }

    /// As [io.rubato.storage.SpanStore#ingest].
    CompletableFuture<IngestResult> take(Compression compression, byte[] body, int offset, int length) {
        try {
            checkOpen();
            int limit = state.options().limits().maxBodyBytes();
            if (length > limit) {
                throw new IngestException(
                        Reason.TOO_LARGE, "the body is " + length + " bytes (expected: at most " + limit + ")");
            }
            Body logged = new Body(body, offset, length);
            if (compression == Compression.NONE) {
                return takeOrCount(compression, logged, logged);
            }
            byte[] plain = Decompression.plain(compression, body, offset, length, limit);
            return takeOrCount(compression, logged, new Body(plain, 0, plain.length));
        } catch (IngestException e) {
            refused.add(e.reason().name().toLowerCase(Locale.ROOT), 1);
            return CompletableFuture.failedFuture(e);
        } catch (Error failed) {
            // Memory, for one. It says nothing about the request, which may come again.
            LOG.error("a request of {} bytes is refused", length, failed);
            state.events().add("requests_failed", 1);
            return CompletableFuture.failedFuture(
                    new IngestException(Reason.UNAVAILABLE, "the request could not be stored: " + failed, RETRY_LATER));
        } catch (RuntimeException unexpected) {
            LOG.error("a request of {} bytes is refused", length, unexpected);
            state.events().add("requests_failed", 1);
            return CompletableFuture.failedFuture(
                    new IngestException(Reason.MALFORMED, "the request cannot be stored: " + unexpected));
        }
    }

    /// Of a request that is refused because there is no room, the spans are known.
    private CompletableFuture<IngestResult> takeOrCount(Compression compression, Body logged, Body plain) {
        try {
            return take(compression, logged, plain);
        } catch (IngestException e) {
            if (e.reason() == Reason.OVERLOADED) {
                long more = SpanCount.of(plain.bytes, plain.offset, plain.length) - 1;
                refused.add(e.reason().name().toLowerCase(Locale.ROOT), more);
            }
            throw e;
        }
    }

    private CompletableFuture<IngestResult> take(Compression compression, Body logged, Body plain) {
        Rejections rejections = new Rejections();
        Appended appended;
        long position;
        boolean frozen;
        state.lock().lock();
        try {
            checkRoom();
            position = state.wal()
                    .append(
                            WalRecord.Type.SPANS,
                            StoreState.TENANT,
                            compression.code(),
                            logged.bytes,
                            logged.offset,
                            logged.length);
            appended = append(plain, position, rejections);
            frozen = generations.advance();
        } catch (IOException e) {
            state.disk().failed(e);
            throw new IngestException(Reason.READ_ONLY, "the log cannot be written: " + e.getMessage(), RETRY_LATER);
        } finally {
            state.lock().unlock();
        }
        if (frozen) {
            requestFlush.run();
        }
        spans.add(appended.accepted());
        bytes.add(plain.length);
        duplicates.add(appended.duplicates());
        rejections.counts().forEach((reason, count) -> refused.add(reason.label(), count));
        IngestResult result =
                new IngestResult(appended.accepted(), rejections.total(), rejections.message(), plain.length);
        return state.wal().durable(position).handle((done, failure) -> {
            if (failure != null) {
                throw new IngestException(
                        Reason.READ_ONLY, "the log cannot be written: " + failure.getMessage(), RETRY_LATER);
            }
            return result;
        });
    }

    private Appended append(Body plain, long position, Rejections rejections) {
        try {
            return generations.append(plain.bytes, plain.offset, plain.length, position, Wanted.ALL, rejections);
        } catch (MalformedException e) {
            // What is refused takes memory, too.
            if (generations.advance()) {
                requestFlush.run();
            }
            throw new IngestException(Reason.MALFORMED, "not an OTLP request: " + e.getMessage());
        }
    }

    private void checkOpen() {
        if (state.isClosed()) {
            throw new IngestException(Reason.UNAVAILABLE, "the store is stopping", RETRY_SOON);
        }
        String readOnly = state.disk().reason();
        if (readOnly != null) {
            throw new IngestException(Reason.READ_ONLY, "the store is read-only: " + readOnly, RETRY_LATER);
        }
    }

    private void checkRoom() {
        if (state.isClosed()) {
            throw new IngestException(Reason.UNAVAILABLE, "the store is stopping", RETRY_SOON);
        }
        long held = memory.held();
        if (held > memory.most()) {
            throw new IngestException(
                    Reason.OVERLOADED,
                    "spans that are not yet in blocks take %d MiB (expected: at most %d MiB)"
                            .formatted(held >> 20, memory.most() >> 20),
                    RETRY_SOON);
        }
    }

    /// Spans and requests refused, by reason.
    Counters refused() {
        return refused;
    }

    long spans() {
        return spans.sum();
    }

    long bytes() {
        return bytes.sum();
    }

    long duplicates() {
        return duplicates.sum();
    }
}
