package io.rubato.query.internal.spanset;

import io.rubato.storage.scan.Bits;

/// One stage of a pipeline, bound to one source. It looks at each spanset by itself and adds no rows. Thread-safe.
interface Step {
    /// The batches of the source in which it may leave spans: a superset. Shared, not to be changed.
    Bits batches();

    Spansets apply(Spansets input);
}
