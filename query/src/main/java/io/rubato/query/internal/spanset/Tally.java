package io.rubato.query.internal.spanset;

import io.rubato.query.internal.eval.Numbers;
import io.rubato.query.internal.value.Value;

/// Makes one value of the numbers of each spanset. The order of numbers does not matter. Not thread-safe.
interface Tally extends Numbers {
    /// One value for each set, nil of a set without numbers.
    Value[] results();
}
