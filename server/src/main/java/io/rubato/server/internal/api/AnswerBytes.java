package io.rubato.server.internal.api;

import io.rubato.query.QueryContext;
import io.rubato.query.QueryException;
import io.rubato.query.QueryException.Reason;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// An answer that is built in memory. On a thread that answers a query, what it takes is counted against that query and
/// bounded by `query.max_result_bytes`; so is that of every route, without a word about it there. Not thread-safe.
public final class AnswerBytes extends OutputStream {
    private static final ScopedValue<QueryContext> QUERY = ScopedValue.newInstance();
    private static final int FIRST = 4 << 10;
    private static final int LARGEST = 256 << 10;

    private final @Nullable QueryContext query = QUERY.isBound() ? QUERY.get() : null;
    private final List<byte[]> full = new ArrayList<>();
    private byte[] last = new byte[FIRST];
    private int used;
    private long before;

    /// Has a query answered on this thread: what is built meanwhile counts.
    static <T> T counting(QueryContext query, Callable<T> answering) throws Exception {
        return ScopedValue.where(QUERY, query).call(answering::call);
    }

    /// Counts a part of an answer that is built on this thread, until it has been sent.
    static void count(long bytes, CompletableFuture<?> sent) {
        if (QUERY.isBound()) {
            QueryContext query = QUERY.get();
            query.memory().use(bytes);
            CompletableFuture<Boolean> _ = sent.handle((done, failure) -> {
                query.memory().release(bytes);
                return true;
            });
        }
    }

    @Override
    public void write(int b) {
        if (used == last.length) {
            grow();
        }
        last[used++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (used == last.length) {
                grow();
            }
            int some = Math.min(end - at, last.length - used);
            System.arraycopy(bytes, at, last, used, some);
            used += some;
            at += some;
        }
    }

    private void grow() {
        int next = Math.min(LARGEST, 2 * last.length);
        if (query != null) {
            long most = query.limits().resultBytes();
            if (before + used > most) {
                throw new QueryException(
                        Reason.TOO_LARGE,
                        "the answer is larger than " + most
                                + " bytes (expected: a smaller limit, fewer groups or a shorter time)");
            }
            query.memory().use(next);
        }
        full.add(last);
        before += used;
        last = new byte[next];
        used = 0;
    }

    /// What was written; afterwards there is nothing in here. It stays counted until the answer has been sent.
    public byte[] take() {
        long size = before + used;
        if (query != null && !full.isEmpty()) {
            query.memory().use(size);
        }
        byte[] whole = new byte[Math.toIntExact(size)];
        int at = 0;
        for (byte[] piece : full) {
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        System.arraycopy(last, 0, whole, at, used);
        if (query != null && !full.isEmpty()) {
            query.memory().release(before + last.length - FIRST);
        }
        full.clear();
        before = 0;
        used = 0;
        return whole;
    }
}
