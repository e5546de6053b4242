package io.rubato.query.internal.spanset;

import io.rubato.storage.scan.Bits;

/// `coalesce()`: one spanset of each trace again, of which nothing is known.
record CoalesceStep(Bits batches) implements Step {
    @Override
    public Spansets apply(Spansets input) {
        return input.byTrace();
    }
}
