package io.rubato.generator.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An encoded span that has not ended yet. [Pool] hands them out again and again.
final class HeldSpan {
    private static final int STEP_SHIFT = 7;
    private static final int LARGEST_KEPT = 1 << 14;

    final byte[] bytes;
    int length;

    @Nullable
    Slot slot;

    int scope;

    private HeldSpan(int capacity) {
        bytes = new byte[capacity];
    }

    /// Spans that are not in use, by capacity in steps of 128 bytes.
    static final class Pool {
        private final List<ArrayDeque<HeldSpan>> free = new ArrayList<>();

        Pool() {
            for (int i = 0; i <= LARGEST_KEPT >> STEP_SHIFT; i++) {
                free.add(new ArrayDeque<>());
            }
        }

        HeldSpan take(ProtoBuffer content, Slot slot, int scope) {
            int length = content.size();
            int steps = (length >> STEP_SHIFT) + 1;
            HeldSpan span = steps < free.size() && !free.get(steps).isEmpty()
                    ? free.get(steps).pop()
                    : new HeldSpan(steps << STEP_SHIFT);
            content.copyTo(span.bytes);
            span.length = length;
            span.slot = slot;
            span.scope = scope;
            return span;
        }

        /// Moves a span to where its instance queues it; returns that.
        Slot end(HeldSpan span) {
            Slot slot = Objects.requireNonNull(span.slot);
            slot.spansOf(span.scope).raw(span.bytes, span.length);
            int steps = span.bytes.length >> STEP_SHIFT;
            if (steps < free.size()) {
                free.get(steps).push(span);
            }
            return slot;
        }
    }
}
