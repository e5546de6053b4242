package io.rubato.query.internal.tags;

import io.rubato.query.QueryContext;
import io.rubato.query.internal.eval.BatchScope;
import io.rubato.query.internal.eval.BoundField;
import io.rubato.query.internal.eval.ValueCollector;
import io.rubato.query.internal.scan.Bindings;
import io.rubato.query.internal.scan.Morsel;
import io.rubato.storage.scan.Bits;
import org.jspecify.annotations.Nullable;

/// Gathers the values of the batches that one thread at a time is given, source by source.
final class ValueWorker {
    private final ValueSet values;
    private final Runnable check;
    private @Nullable BoundValues at;
    private @Nullable ValueCollector collector;
    private long bytes;

    /// @param context throws when the work is to end
    ValueWorker(int limit, QueryContext context) {
        this.values = new ValueSet(limit, context.memory());
        this.check = context::check;
    }

    /// The question bound to one source.
    ///
    /// @param told whether dictionaries tell all values of the source, so that one visit does
    record BoundValues(Range.Bound range, BoundField field, boolean told) implements Bindings.Bound {
        static BoundValues of(Range.Bound range, BoundField field) {
            return new BoundValues(range, field, range.isWhole() && field.hasDictionaryOfAll());
        }

        @Override
        public Bits batches() {
            Bits batches = range.batches().copy();
            if (told) {
                Bits first = new Bits(batches.size());
                first.setRange(0, Math.min(1, first.size()));
                return first;
            }
            batches.and(field.exists().batches(true));
            return batches;
        }
    }

    ValueSet values() {
        return values;
    }

    long inspectedBytes() {
        return bytes;
    }

    /// @throws io.rubato.storage.DamagedException when the batch cannot be read
    void add(BoundValues bound, Morsel morsel) {
        if (bound.told()) {
            bound.field().dictionaryValues(values);
            return;
        }
        ValueCollector current = collector(bound);
        int batch = morsel.batch();
        if (current.isExhausted(batch)) {
            return;
        }
        if (bound.range().countsWhole(morsel.stats()) && current.collectAll(batch)) {
            return;
        }
        BatchScope scope = new BatchScope(bound.range().source(), batch, check);
        Bits rows = bound.range().rows(scope, morsel.stats());
        if (rows == null || !rows.isEmpty()) {
            current.collect(scope, rows);
        }
        bytes += scope.batch().bytesRead();
    }

    private ValueCollector collector(BoundValues bound) {
        ValueCollector known = collector;
        if (known == null || !bound.equals(at)) {
            known = bound.field().collector(values);
            collector = known;
            at = bound;
        }
        return known;
    }
}
