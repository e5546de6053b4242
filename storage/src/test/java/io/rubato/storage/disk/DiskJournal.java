package io.rubato.storage.disk;

import io.rubato.storage.disk.DiskNode.Directory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// The changes of directory entries that no sync of their directory has made durable, oldest first. Changes of
/// one name happen in their order; those of different names in any. A rename never loses the file: the old name
/// goes only once the new one is there.
final class DiskJournal {
    private List<Entry> entries = new ArrayList<>();

    /// One change. Two are the same only if they are one object.
    private static final class Entry {
        private final Directory directory;
        private final String name;

        /// What the name stands for from now on, null for nothing.
        private final @Nullable DiskNode node;

        /// Happens before this or not at all.
        private final @Nullable Entry after;

        Entry(Directory directory, String name, @Nullable DiskNode node, @Nullable Entry after) {
            this.directory = directory;
            this.name = name;
            this.node = node;
            this.after = after;
        }

        void apply() {
            if (node == null) {
                directory.durable.remove(name);
            } else {
                directory.durable.put(name, node);
            }
        }

        boolean isOf(Entry other) {
            return directory == other.directory && name.equals(other.name);
        }
    }

    /// Identity of the directory and the name.
    private record Name(int directory, String name) {}

    void link(Directory directory, String name, DiskNode node) {
        directory.entries.put(name, node);
        entries.add(new Entry(directory, name, node, null));
    }

    void unlink(Directory directory, String name) {
        directory.entries.remove(name);
        entries.add(new Entry(directory, name, null, null));
    }

    void move(Directory from, String name, Directory to, String newName, DiskNode node) {
        link(to, newName, node);
        Entry linked = entries.getLast();
        from.entries.remove(name);
        entries.add(new Entry(from, name, null, linked));
    }

    void force(Directory directory) {
        List<Entry> done =
                entries.stream().filter(entry -> entry.directory == directory).toList();
        done.forEach(this::settle);
    }

    /// Makes a change durable, and those that must come before it.
    private void settle(Entry last) {
        int end = entries.indexOf(last);
        if (end < 0) {
            return;
        }
        List<Entry> same =
                entries.subList(0, end + 1).stream().filter(last::isOf).toList();
        for (Entry entry : same) {
            if (entry.after != null) {
                settle(entry.after);
            }
            entry.apply();
            entries.remove(entry);
        }
    }

    /// Decides which changes a power loss leaves, and makes those durable.
    ///
    /// @param random null for none
    void losePower(@Nullable Random random) {
        int mode = random == null ? 0 : random.nextInt(4);
        if (random == null || mode == 0) {
            entries.clear();
        } else if (mode == 1) {
            entries = new ArrayList<>(entries.subList(0, random.nextInt(entries.size() + 1)));
        } else if (mode == 2) {
            dropSome(random);
        }
        for (Entry entry : List.copyOf(entries)) {
            settle(entry);
        }
    }

    /// Keeps some of the changes of each name, the first ones.
    private void dropSome(Random random) {
        Map<Name, Integer> left = new LinkedHashMap<>();
        for (Entry entry : entries) {
            left.merge(nameOf(entry), 1, Integer::sum);
        }
        left.replaceAll((_, count) -> random.nextInt(count + 1));
        List<Entry> kept = new ArrayList<>();
        for (Entry entry : entries) {
            int count = left.getOrDefault(nameOf(entry), 0);
            if (count > 0) {
                // Settling a kept change brings what it depends on along.
                kept.add(entry);
                left.put(nameOf(entry), count - 1);
            }
        }
        kept.forEach(this::settle);
        entries.clear();
    }

    private static Name nameOf(Entry entry) {
        return new Name(System.identityHashCode(entry.directory), entry.name);
    }
}
