package io.rubato.generator.internal;

import io.rubato.generator.Batch;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the exporter of one instance has queued: ended spans in the order they ended in.
final class SpanQueue {
    final Instance instance;
    /// How far the clock of the instance is ahead, in nanoseconds.
    final long clock;
    /// When it is sent, full or not.
    long turn;
    private final int[] lengths;
    private @Nullable HeldSpan[] spans = new HeldSpan[16];
    private int size;

    SpanQueue(Instance instance, long clock, long turn) {
        this.instance = instance;
        this.clock = clock;
        this.turn = turn;
        this.lengths = new int[instance.service.scopeCount()];
    }

    int size() {
        return size;
    }

    void add(HeldSpan span) {
        if (size == spans.length) {
            spans = Arrays.copyOf(spans, 2 * size);
        }
        spans[size++] = span;
        lengths[span.scope] += span.length;
    }

    /// The request with all spans, of the time `now`; they go back to the pool.
    Batch drain(ProtoBuffer out, HeldSpan.Pool pool, long now) {
        Envelope.open(out, instance, lengths);
        for (int scope = 0; scope < lengths.length; scope++) {
            if (lengths[scope] > 0) {
                Envelope.scope(out, instance, scope, lengths[scope]);
                for (int i = 0; i < size; i++) {
                    HeldSpan span = Objects.requireNonNull(spans[i]);
                    if (span.scope == scope) {
                        out.raw(span.bytes, span.length);
                    }
                }
            }
        }
        Envelope.close(out);
        for (int i = 0; i < size; i++) {
            pool.give(Objects.requireNonNull(spans[i]));
            spans[i] = null;
        }
        Batch batch = new Batch(out.toBytes(), size, instance.service.name, now);
        Arrays.fill(lengths, 0);
        size = 0;
        return batch;
    }
}
