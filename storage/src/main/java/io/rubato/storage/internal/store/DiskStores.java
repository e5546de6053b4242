package io.rubato.storage.internal.store;

import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreGroup;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.internal.join.JointJoins;
import io.rubato.storage.internal.view.StoreView;
import io.rubato.storage.internal.view.UnreadableBlock;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Stores on disk that share memory, and their joint snapshots.
public final class DiskStores implements StoreGroup {
    /// For so many combinations of stores it is remembered which traces they have in common.
    private static final int REMEMBERED = 16;

    private final SharedMemory memory;
    private final Map<List<SpanStore>, JointJoins> joint = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<List<SpanStore>, JointJoins> eldest) {
            return size() > REMEMBERED;
        }
    };

    public DiskStores(StoreOptions.Memory memory) {
        this.memory = new SharedMemory(memory);
    }

    @Override
    public SpanStore open(StoreOptions options) throws IOException {
        return DiskStore.open(options, memory);
    }

    @Override
    public Snapshot snapshot(List<SpanStore> stores) {
        if (stores.size() == 1) {
            return stores.getFirst().snapshot();
        }
        JointJoins joins;
        synchronized (joint) {
            joins = joint.computeIfAbsent(List.copyOf(stores), _ -> new JointJoins(memory.joined()));
        }
        List<StoreView> parts =
                stores.stream().map(store -> ((DiskStore) store).leased()).toList();
        List<UnreadableBlock> unreadable = parts.stream()
                .flatMap(part -> part.blocks().unreadable().stream())
                .toList();
        return new StoreSnapshot(JointJoins.whole(parts), unreadable, whole -> joins.sources(parts, whole));
    }
}
