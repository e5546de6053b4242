package io.rubato.generator.internal;

import io.rubato.generator.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one instance will export at one moment: its ended spans by scope, cut in batches.
final class Slot {
    final Instance instance;
    private final ArrayDeque<ProtoBuffer> pool;
    private final @Nullable ProtoBuffer[] scopes;
    private final List<Batch> full = new ArrayList<>();
    /// When its batches are sent, nanoseconds since 1970.
    long due;
    private int spans;
    private int pending;

    /// `pool` holds empty buffers that all slots share.
    Slot(Instance instance, ArrayDeque<ProtoBuffer> pool) {
        this.instance = instance;
        this.pool = pool;
        this.scopes = new ProtoBuffer[instance.service.scopeCount()];
    }

    /// Where the next span of a scope is written to.
    ProtoBuffer spansOf(int scope) {
        ProtoBuffer buffer = scopes[scope];
        if (buffer == null) {
            buffer = pool.isEmpty() ? new ProtoBuffer(4_096) : pool.pop();
            scopes[scope] = buffer;
        }
        return buffer;
    }

    /// Counts one written span; closes a batch that has `most`.
    void added(int most, ProtoBuffer scratch) {
        spans++;
        pending++;
        if (spans == most) {
            full.add(batch(scratch));
        }
    }

    /// Spans of all batches.
    int pending() {
        return pending;
    }

    /// Moves all batches to `target` and leaves the slot empty.
    void drain(ArrayDeque<Batch> target, ProtoBuffer scratch) {
        target.addAll(full);
        full.clear();
        pending = 0;
        if (spans > 0) {
            target.add(batch(scratch));
        }
    }

    private Batch batch(ProtoBuffer out) {
        int[] lengths = new int[scopes.length];
        for (int scope = 0; scope < scopes.length; scope++) {
            ProtoBuffer buffer = scopes[scope];
            lengths[scope] = buffer == null ? 0 : buffer.size();
        }
        Envelope.open(out, instance, lengths);
        for (int scope = 0; scope < scopes.length; scope++) {
            ProtoBuffer buffer = scopes[scope];
            if (buffer != null) {
                Envelope.scope(out, instance, scope, buffer.size());
                out.raw(buffer);
                buffer.truncate(0);
                pool.push(buffer);
                scopes[scope] = null;
            }
        }
        Envelope.close(out);
        Batch batch = new Batch(out.toBytes(), spans, instance.service.name, due);
        spans = 0;
        return batch;
    }
}
