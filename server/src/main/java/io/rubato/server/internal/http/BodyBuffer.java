package io.rubato.server.internal.http;

import io.netty.buffer.ByteBuf;
import io.rubato.server.internal.http.BodyException.Reason;
import java.util.Arrays;

/// A body as it arrives, in one array that every piece is copied into once. The array grows with what has arrived, not
/// with what was announced beyond [#TRUSTED]. Not safe for concurrent use; ends with [#take] or [#drop].
public final class BodyBuffer {
    private static final int SMALLEST = 4_096;
    private static final int TRUSTED = 1 << 20;

    private final int prefix;
    private final int limit;
    private final BodyBudget budget;
    private long announced;
    private byte[] bytes = {};
    private int length;

    /// @param prefix bytes at the front that do not count
    /// @param limit of what counts, bytes
    public BodyBuffer(int prefix, int limit, BodyBudget budget) {
        this.prefix = prefix;
        this.limit = limit;
        this.budget = budget;
    }

    public int length() {
        return length;
    }

    /// Says how much will come.
    ///
    /// @param size without the prefix
    /// @throws BodyException when that is over the limit
    public void announce(long size) {
        if (size > limit) {
            throw tooLarge(size);
        }
        announced = prefix + size;
    }

    /// @throws BodyException when the body gets too large, or there is no memory for it
    public void append(ByteBuf piece) {
        int more = piece.readableBytes();
        if ((long) length + more - prefix > limit) {
            throw tooLarge((long) length + more - prefix);
        }
        if (length + more > bytes.length) {
            grow(length + more);
        }
        piece.readBytes(bytes, length, more);
        length += more;
    }

    private void grow(int needed) {
        int doubled = (int) Math.min(Math.max(SMALLEST, 2L * bytes.length), (long) prefix + limit);
        int size = Math.max(needed, announced > needed && announced <= TRUSTED ? (int) announced : doubled);
        if (!budget.take(size - bytes.length)) {
            throw budget.exhausted();
        }
        bytes = Arrays.copyOf(bytes, size);
    }

    private BodyException tooLarge(long size) {
        return new BodyException(
                Reason.TOO_LARGE, "body of " + size + " bytes is over the limit of " + limit + " bytes");
    }

    /// The body, whole; its memory is now the caller's to give back.
    public Body take() {
        return new Body(bytes, length, budget);
    }

    /// Gives the memory back.
    public void drop() {
        budget.give(bytes.length);
        bytes = new byte[0];
        length = 0;
    }
}
