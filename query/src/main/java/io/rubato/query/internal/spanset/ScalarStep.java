package io.rubato.query.internal.spanset;

import io.rubato.query.internal.spanset.Spansets.Facts;
import io.rubato.query.internal.value.Comparisons;
import io.rubato.query.internal.value.Truth;
import io.rubato.query.internal.value.Value;
import io.rubato.storage.scan.Bits;
import io.rubato.traceql.BinaryOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// `left comparison right` of each spanset; sets of which it is true stay, with the aggregates as what is known of
/// them. Between pipelines of their own, the spans that either of them leaves are the set.
record ScalarStep(BinaryOperator operator, Scalar left, Scalar right, boolean piped, Bits batches) implements Step {
    @Override
    public Spansets apply(Spansets input) {
        input.batch().check();
        List<Facts> facts = new ArrayList<>();
        Bits extent = piped ? new Bits(input.batch().batch().rows()) : input.rows();
        IntFunction<Value> a = left.of(input, extent, facts);
        IntFunction<Value> b = right.of(input, extent, facts);
        Bits sets = new Bits(input.count());
        for (int set = 0; set < sets.size(); set++) {
            if (Comparisons.compare(operator, a.apply(set), b.apply(set)) == Truth.TRUE) {
                sets.set(set);
            }
        }
        return input.with(input.only(extent, sets), facts);
    }
}
