package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Truth;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The conditions that join or restate others.
final class Logic {
    private Logic() {}

    /// The same for every row.
    static Condition always(Truth truth, AttributeLevel level, int batches) {
        return new Always(truth, level, batches);
    }

    static Condition not(Condition condition) {
        return new Not(condition);
    }

    static Condition and(List<Condition> parts) {
        return new Both(cheapestFirst(parts), true);
    }

    static Condition or(List<Condition> parts) {
        return new Both(cheapestFirst(parts), false);
    }

    private static List<Condition> cheapestFirst(List<Condition> parts) {
        return parts.stream().sorted(Comparator.comparingInt(Condition::cost)).toList();
    }

    private record Always(Truth truth, AttributeLevel level, int count) implements Condition {
        @Override
        public Bits rows(BatchScope batch, boolean wanted, @Nullable Bits within) {
            return truth == Truth.of(wanted) ? Bits.all(batch.rows(level)) : new Bits(batch.rows(level));
        }

        @Override
        public Bits batches(boolean wanted) {
            return truth == Truth.of(wanted) ? Bits.all(count) : new Bits(count);
        }

        @Override
        public int cost() {
            return 0;
        }
    }

    private record Not(Condition condition) implements Condition {
        @Override
        public Bits rows(BatchScope batch, boolean wanted, @Nullable Bits within) {
            return condition.rows(batch, !wanted, within);
        }

        @Override
        public Bits batches(boolean wanted) {
            return condition.batches(!wanted);
        }

        @Override
        public int cost() {
            return condition.cost();
        }
    }

    /// `&&` of all parts, or `||`: what makes the one true makes the other false.
    private record Both(List<Condition> parts, boolean conjunction) implements Condition {
        @Override
        public Bits rows(BatchScope batch, boolean wanted, @Nullable Bits within) {
            return wanted == conjunction ? every(batch, wanted, within) : some(batch, wanted, within);
        }

        private Bits every(BatchScope batch, boolean wanted, @Nullable Bits within) {
            Bits rows = parts.getFirst().rows(batch, wanted, within);
            if (within != null) {
                rows.and(within);
            }
            for (int i = 1; i < parts.size() && !rows.isEmpty(); i++) {
                rows.and(parts.get(i).rows(batch, wanted, rows));
            }
            return rows;
        }

        private Bits some(BatchScope batch, boolean wanted, @Nullable Bits within) {
            Bits rows = parts.getFirst().rows(batch, wanted, within);
            for (Condition part : parts.subList(1, parts.size())) {
                if (!part.batches(wanted).get(batch.number())) {
                    continue;
                }
                Bits open = rows.copy();
                open.flip();
                if (within != null) {
                    open.and(within);
                }
                if (open.isEmpty()) {
                    break;
                }
                rows.or(part.rows(batch, wanted, open));
            }
            return rows;
        }

        @Override
        public Bits batches(boolean wanted) {
            Bits batches = parts.getFirst().batches(wanted).copy();
            for (Condition part : parts.subList(1, parts.size())) {
                if (wanted == conjunction) {
                    batches.and(part.batches(wanted));
                } else {
                    batches.or(part.batches(wanted));
                }
            }
            return batches;
        }

        @Override
        public int cost() {
            return parts.stream().mapToInt(Condition::cost).sum();
        }
    }
}
