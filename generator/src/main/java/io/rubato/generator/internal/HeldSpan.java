package io.rubato.generator.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// An encoded span that was not sent yet. [Pool] hands them out again and again.
final class HeldSpan {
    private static final int STEP_SHIFT = 7;
    private static final int LARGEST_KEPT = 1 << 14;

    final byte[] bytes;
    int length;
    /// Index of the instance.
    int instance;
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

        /// A span with a copy of `content`.
        HeldSpan take(ProtoBuffer content, int instance, int scope) {
            int steps = (content.size() >> STEP_SHIFT) + 1;
            HeldSpan span = steps < free.size() && !free.get(steps).isEmpty()
                    ? free.get(steps).pop()
                    : new HeldSpan(steps << STEP_SHIFT);
            content.copyTo(span.bytes);
            span.length = content.size();
            span.instance = instance;
            span.scope = scope;
            return span;
        }

        void give(HeldSpan span) {
            int steps = span.bytes.length >> STEP_SHIFT;
            if (steps < free.size()) {
                free.get(steps).push(span);
            }
        }
    }
}
