package io.rubato.query.internal.spanset;

import io.rubato.query.internal.value.Value;
import java.util.Arrays;

/// The smallest or the largest number. Numbers of all types are compared; of equal ones a whole number goes before a
/// floating-point one before a duration. What is not a number (NaN) does not count.
final class Extreme implements Tally {
    private final int[] setOf;
    private final Value[] best;
    private final boolean largest;

    Extreme(int[] setOf, int sets, boolean largest) {
        this.setOf = setOf;
        this.best = new Value[sets];
        this.largest = largest;
        Arrays.fill(best, Value.NIL);
    }

    @Override
    public void whole(int row, long number) {
        int set = setOf[row];
        if (!(best[set] instanceof Value.Int(long other)) || (largest ? number > other : number < other)) {
            offer(set, new Value.Int(number));
        }
    }

    @Override
    public void nanos(int row, long nanos) {
        int set = setOf[row];
        if (!(best[set] instanceof Value.Span(long other)) || (largest ? nanos > other : nanos < other)) {
            offer(set, new Value.Span(nanos));
        }
    }

    @Override
    public void real(int row, double number) {
        if (!Double.isNaN(number)) {
            offer(setOf[row], new Value.Real(number));
        }
    }

    private void offer(int set, Value candidate) {
        if (best[set] instanceof Value.Nil || isBetter(candidate, best[set])) {
            best[set] = candidate;
        }
    }

    private boolean isBetter(Value candidate, Value other) {
        int order = NumberOrder.compare(candidate, other);
        return largest ? order > 0 : order < 0;
    }

    @Override
    public Value[] results() {
        return best;
    }
}
