package io.rubato.query.internal.eval;

import io.rubato.storage.scan.Bits;
import org.jspecify.annotations.Nullable;

/// Something that is true, false or unknown of each row of one level, bound to one source. Thread-safe.
public interface Condition {
    /// The rows for which it is known to be `wanted`, in a set of the caller's own.
    ///
    /// @param within the rows that matter, or null for all; what the answer says of others means nothing
    Bits rows(BatchScope batch, boolean wanted, @Nullable Bits within);

    /// The batches of the source that may have such rows: a superset. Shared, not to be changed.
    Bits batches(boolean wanted);

    /// What evaluating it costs for a row, roughly in nanoseconds; the cheaper of two goes first.
    int cost();
}
