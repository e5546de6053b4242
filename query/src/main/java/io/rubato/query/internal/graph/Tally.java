package io.rubato.query.internal.graph;

import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.scan.Partial;
import io.rubato.storage.scan.BatchStats;

/// Gathers what one thread at a time finds in the batches it is given, source by source.
interface Tally<B, P extends Partial<P>> {
    /// Counts a batch.
    ///
    /// @param bound what is asked, bound to the batch's source
    /// @throws io.rubato.storage.DamagedException when it cannot be read, before any of it counts
    void add(B bound, BatchScope scope, BatchStats stats);

    /// To be looked at when no batch is added any more.
    P result();
}
