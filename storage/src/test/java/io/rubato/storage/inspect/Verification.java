package io.rubato.storage.inspect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// All that can be verified of a directory of blocks.
public final class Verification {
    private Verification() {}

    /// What is wrong, one line each.
    public static List<String> of(Path directory) throws IOException {
        List<String> damage = new ArrayList<>();
        try (StoreInspector store = StoreInspector.open(directory)) {
            store.verify(damage::add);
            for (StoreInspector.Block block : store.blocks()) {
                try (BlockFileInspector file = BlockFileInspector.open(block)) {
                    file.verify(damage::add);
                }
            }
        }
        return damage;
    }
}
