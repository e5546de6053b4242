package io.rubato.storage.internal.store;

import io.rubato.storage.internal.columns.OtlpWriter;
import io.rubato.storage.internal.columns.StoredBatch;
import io.rubato.storage.internal.head.HeadSource;
import io.rubato.storage.internal.head.HeadTail;
import io.rubato.storage.internal.head.Rejections;
import io.rubato.storage.internal.store.StoreView.HeadView;
import io.rubato.storage.internal.wal.WalRecord;
import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.Bits;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;

/// Moves the traces of a head that got a span lately to the live head, so that they are not cut in two.
/// They are logged again first: once the block is in the manifest, the log forgets where they came from.
final class CarryOver {
    /// At most this share of a head's rows is looked at, so that carrying stays cheap however idle is
    /// defined.
    private static final int MAX_SHARE = 40;

    /// Longer traces are cut all the same; their parts are joined when they are read.
    private static final int MAX_SPANS = 5_000;

    /// Bytes that are decoded under the lock at once.
    private static final int GROUP_BYTES = 256 << 10;

    /// Traces that are read together, and rows of them that are written before the group's size is looked at.
    private static final int RUN = 64;

    private static final int PIECE_ROWS = 512;

    private final DiskStore store;

    CarryOver(DiskStore store) {
        this.store = store;
    }

    /// Carries recent traces over and answers which they were, by number.
    Bits carry(HeadState from) throws IOException {
        int rows = from.head().published().rows();
        long idleSince = store.options().clock().millis()
                - store.options().cut().traceIdle().toMillis();
        int firstRow = Math.max(from.firstRowAfter(idleSince), rows - rows / MAX_SHARE);
        Bits recent = HeadTail.tracesSince(from.head(), firstRow, MAX_SPANS);
        Bits before = carriedBefore(from);
        recent.andNot(before);
        HeadSource source =
                new HeadSource("sealing head", from.head(), from.head().published(), null);
        Bits carried = before.copy();
        ByteSink group = new ByteSink(2 * GROUP_BYTES);
        long position = before.isEmpty() ? 0 : store.wal().position();
        for (int trace = recent.next(0); trace >= 0; ) {
            int end = endOfRun(recent, trace);
            StoredBatch batch = source.openTraces(trace, end);
            int[] starts = batch.traceStarts();
            for (int i = 0, next; i < end - trace; i = next) {
                next = i + 1;
                while (next < end - trace && starts[next + 1] - starts[i] <= PIECE_ROWS) {
                    next++;
                }
                OtlpWriter.write(batch, starts[i], starts[next], group);
                carried.setRange(trace + i, trace + next);
                if (group.size() >= GROUP_BYTES) {
                    position = append(from, group, carried.copy());
                }
            }
            trace = recent.next(end);
        }
        if (group.size() > 0) {
            position = append(from, group, carried.copy());
        }
        awaitDurable(position);
        return carried;
    }

    /// Neighbours are read together, for opening a column costs more than a row of it.
    private static int endOfRun(Bits traces, int first) {
        int end = first + 1;
        while (end - first < RUN && traces.next(end) == end) {
            end++;
        }
        return end;
    }

    /// What an attempt to seal that failed later has carried over already.
    private Bits carriedBefore(HeadState from) {
        for (HeadView head : store.view().sealing()) {
            if (head.state() == from && head.carried() != null) {
                return head.carried();
            }
        }
        return new Bits(from.head().published().traces());
    }

    /// Appends a group and hides its traces where they came from, in one step.
    private long append(HeadState from, ByteSink group, Bits carried) throws IOException {
        store.lock().lock();
        try {
            long position = store.wal()
                    .append(WalRecord.Type.CARRIED, DiskStore.TENANT, (byte) 0, group.bytes(), 0, group.size());
            rememberHalves(from, carried);
            store.append(group.bytes(), 0, group.size(), new Rejections());
            store.view(store.view().carried(from, carried));
            group.reset();
            return position;
        } finally {
            store.lock().unlock();
        }
    }

    /// A trace that a later head has spans of already is in two places for those who read an older view, whoever looks
    /// that up, and when.
    private void rememberHalves(HeadState from, Bits carried) {
        Bits before = carriedBefore(from);
        List<HeadView> later = store.view().heads().stream()
                .dropWhile(head -> head.state() != from)
                .skip(1)
                .toList();
        for (int trace = carried.next(0); trace >= 0; trace = carried.next(trace + 1)) {
            if (trace < before.size() && before.get(trace)) {
                continue;
            }
            TraceId id = from.head().traceId(trace);
            for (HeadView head : later) {
                int other = head.state().head().findTrace(id, head.published());
                if (other >= 0) {
                    head.state().fragments().addHalf(other);
                }
            }
        }
    }

    private void awaitDurable(long position) throws IOException {
        if (position > 0) {
            try {
                store.wal().durable(position).join();
            } catch (CompletionException e) {
                throw new IOException("carried spans cannot be made durable: " + e.getMessage(), e);
            }
        }
    }
}
