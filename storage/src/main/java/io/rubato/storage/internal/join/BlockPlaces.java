package io.rubato.storage.internal.join;

import io.rubato.storage.internal.view.BlockSet;
import io.rubato.storage.internal.view.Place.InBlock;
import io.rubato.storage.model.TraceId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// In which blocks the late traces of heads are, remembered as long as the blocks stay the same. Guarded by its
/// owner.
final class BlockPlaces {
    private BlockSet blocks = BlockSet.EMPTY;
    private final Map<TraceId, List<InBlock>> known = new HashMap<>();

    /// Asks about these blocks from now on.
    void of(BlockSet next) {
        if (next != blocks) {
            blocks = next;
            known.clear();
        }
    }

    List<InBlock> find(TraceId id) {
        return known.computeIfAbsent(id, blocks::places);
    }
}
