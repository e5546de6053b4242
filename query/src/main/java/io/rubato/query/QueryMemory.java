package io.rubato.query;

import io.rubato.query.QueryException.Reason;
import io.rubato.storage.MemoryUse;
import java.util.concurrent.atomic.AtomicLong;

/// The memory that all queries of a process and their answers may take together, bytes, roughly. Each query has a
/// [Claim], which lasts until its answer has been sent. Safe for concurrent use.
public final class QueryMemory {
    /// Claims take from the whole in pieces of this size, so that small queries do not meet at one counter.
    private static final long PIECE = 256 << 10;

    private final long most;
    private final AtomicLong used = new AtomicLong();

    /// @param most bytes
    public QueryMemory(long most) {
        this.most = most;
    }

    /// Bytes that may be used.
    public long most() {
        return most;
    }

    /// Bytes that are used at the moment.
    public long used() {
        return used.get();
    }

    /// What one query takes.
    ///
    /// @param limit of what it keeps until its answer is known
    public Claim claim(long limit) {
        return new Claim(limit);
    }

    /// What one query takes, until it is closed. Safe for concurrent use.
    public final class Claim implements MemoryUse, AutoCloseable {
        private final long limit;
        private long kept;
        private long needed;
        private long taken;
        private boolean closed;

        private Claim(long limit) {
            this.limit = limit;
        }

        /// Counts what stays until the answer is known, or sent.
        ///
        /// @throws QueryException when that is more than one query may keep, or all together may use
        public synchronized void keep(long bytes) {
            if (kept + bytes > limit) {
                throw new QueryException(
                        Reason.TOO_LARGE,
                        "the query needs more memory than " + limit
                                + " bytes (expected: fewer or smaller traces, or a shorter time)");
            }
            use(bytes);
            kept += bytes;
        }

        /// Counts what is needed for a while.
        ///
        /// @throws QueryException when that is more than all queries may use together
        @Override
        public synchronized void use(long bytes) {
            if (closed) {
                throw new QueryException(Reason.CANCELLED, "the query is over");
            }
            long wanted = needed + bytes - taken;
            if (wanted > 0) {
                take(Math.ceilDiv(wanted, PIECE) * PIECE);
            }
            needed += bytes;
        }

        private void take(long piece) {
            if (used.addAndGet(piece) > most) {
                used.addAndGet(-piece);
                throw new QueryException(
                        Reason.OVERLOADED,
                        "queries and their answers take all of the " + (most >> 20)
                                + " MiB that they may, try again later");
            }
            taken += piece;
        }

        /// Gives back what was counted with [#use(long)].
        @Override
        public synchronized void release(long bytes) {
            needed -= bytes;
            long spare = (taken - needed) / PIECE * PIECE;
            if (!closed && spare > PIECE) {
                taken -= spare;
                used.addAndGet(-spare);
            }
        }

        /// Bytes that are counted at the moment.
        public synchronized long counted() {
            return needed;
        }

        /// Gives back what was counted with [#keep(long)].
        public synchronized void drop(long bytes) {
            kept -= bytes;
            release(bytes);
        }

        /// Gives everything back.
        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                used.addAndGet(-taken);
            }
        }
    }
}
