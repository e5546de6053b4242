package io.rubato.storage.disk;

import java.util.TreeMap;

/// What a name on a simulated disk stands for. Used under the disk's monitor only.
abstract sealed class DiskNode permits DiskNode.Directory, DiskFile {
    long modifiedMillis;

    DiskNode(long modifiedMillis) {
        this.modifiedMillis = modifiedMillis;
    }

    static final class Directory extends DiskNode {
        /// As running programs see it.
        final TreeMap<String, DiskNode> entries = new TreeMap<>();

        /// As it is after a power loss, apart from what the journal still holds.
        final TreeMap<String, DiskNode> durable = new TreeMap<>();

        Directory(long modifiedMillis) {
            super(modifiedMillis);
        }
    }
}
