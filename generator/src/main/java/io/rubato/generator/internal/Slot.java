package io.rubato.generator.internal;

import io.rubato.generator.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one instance will export at one moment: its ended spans by scope, cut in batches.
final class Slot {
    private static final String SCHEMA = "https://opentelemetry.io/schemas/1.38.0";
    private static final ProtoBuffer RESOURCE_SCHEMA = new ProtoBuffer(64);

    static {
        RESOURCE_SCHEMA.textField(3, SCHEMA);
    }

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

    /// Counts one written span; closes a batch that has `most` and then returns true.
    boolean added(int most, ProtoBuffer scratch) {
        spans++;
        pending++;
        if (spans < most) {
            return false;
        }
        full.add(batch(scratch));
        return true;
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
        int length = 0;
        for (int scope = 0; scope < scopes.length; scope++) {
            ProtoBuffer buffer = scopes[scope];
            if (buffer != null) {
                int inner = scopeLength(scope, buffer);
                length += 1 + ProtoBuffer.varintSize(inner) + inner;
            }
        }
        byte[] resource = instance.resource;
        int resourceField = 1 + ProtoBuffer.varintSize(resource.length) + resource.length;
        out.truncate(0);
        out.lengthField(1, resourceField + length + RESOURCE_SCHEMA.size());
        out.bytesField(1, resource);
        for (int scope = 0; scope < scopes.length; scope++) {
            ProtoBuffer buffer = scopes[scope];
            if (buffer != null) {
                out.lengthField(2, scopeLength(scope, buffer));
                out.bytesField(1, instance.service.encodedScope(scope));
                out.raw(buffer);
                buffer.truncate(0);
                pool.push(buffer);
                scopes[scope] = null;
            }
        }
        out.raw(RESOURCE_SCHEMA);
        Batch batch = new Batch(out.toBytes(), spans, instance.service.name, due);
        spans = 0;
        return batch;
    }

    private int scopeLength(int scope, ProtoBuffer buffer) {
        int encoded = instance.service.encodedScope(scope).length;
        return 1 + ProtoBuffer.varintSize(encoded) + encoded + buffer.size();
    }
}
