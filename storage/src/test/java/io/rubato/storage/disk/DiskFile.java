package io.rubato.storage.disk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// The content of a file: as programs see it, as it is on the disk, and the changes between the two.
final class DiskFile extends DiskNode {
    /// A disk writes a sector whole or not at all.
    private static final int SECTOR = 512;

    private final Content seen;
    private final Content durable;
    private final List<Change> pending = new ArrayList<>();

    /// A write; without bytes a change of the length.
    private record Change(long offset, byte[] bytes, boolean isResize) {}

    private static final class Content {
        private byte[] bytes;
        private int size;

        Content(byte[] bytes, int size) {
            this.bytes = bytes;
            this.size = size;
        }

        void apply(Change change) {
            int end = Math.toIntExact(change.offset + change.bytes.length);
            if (change.isResize) {
                if (end < size) {
                    Arrays.fill(bytes, end, size, (byte) 0);
                }
                grow(end);
                size = end;
            } else {
                write(change, 0, change.bytes.length);
            }
        }

        void write(Change change, int from, int to) {
            int start = Math.toIntExact(change.offset);
            grow(start + to);
            System.arraycopy(change.bytes, from, bytes, start + from, to - from);
            size = Math.max(size, start + to);
        }

        private void grow(int wanted) {
            if (wanted > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(wanted, bytes.length * 2));
            }
        }
    }

    DiskFile(long modifiedMillis) {
        this(modifiedMillis, new byte[0], 0);
    }

    private DiskFile(long modifiedMillis, byte[] bytes, int size) {
        super(modifiedMillis);
        this.seen = new Content(bytes, size);
        this.durable = new Content(bytes.clone(), size);
    }

    int size() {
        return seen.size;
    }

    int read(long offset, ByteBuffer target) {
        if (offset >= seen.size) {
            return -1;
        }
        int length = (int) Math.min(target.remaining(), seen.size - offset);
        target.put(seen.bytes, (int) offset, length);
        return length;
    }

    void write(long offset, byte[] bytes) {
        change(new Change(offset, bytes, false));
    }

    void resize(long size) {
        change(new Change(size, new byte[0], true));
    }

    private void change(Change change) {
        seen.apply(change);
        pending.add(change);
    }

    void force() {
        pending.forEach(durable::apply);
        pending.clear();
    }

    /// As Linux does it: what could not be written is marked clean, programs go on seeing it, and no later sync
    /// writes it.
    void failForce() {
        pending.clear();
    }

    /// The file after a power loss that left nothing but what was synced.
    DiskFile synced() {
        return new DiskFile(modifiedMillis, Arrays.copyOf(durable.bytes, durable.bytes.length), durable.size);
    }

    /// The file after a power loss: any of the changes that were not synced, whole, torn or with zeros in place
    /// of the bytes, in any order.
    DiskFile surviving(Random random) {
        DiskFile after = synced();
        List<Change> left = new ArrayList<>(pending);
        switch (random.nextInt(5)) {
            case 0 -> left.clear();
            case 1 -> {}
            case 2 -> left.subList(random.nextInt(left.size() + 1), left.size()).clear();
            default -> {
                left.removeIf(change -> random.nextInt(3) == 0);
                Collections.shuffle(left, random);
            }
        }
        for (int i = 0; i < left.size(); i++) {
            Change change = left.get(i);
            boolean whole = change.isResize || random.nextInt(i == left.size() - 1 ? 2 : 10) > 0;
            if (whole) {
                after.seen.apply(change);
            } else {
                tear(change, after.seen, random);
            }
        }
        return new DiskFile(after.modifiedMillis, after.seen.bytes, after.seen.size);
    }

    private static void tear(Change change, Content target, Random random) {
        if (random.nextBoolean()) {
            // The length is written before the bytes are.
            int end = Math.toIntExact(change.offset + change.bytes.length);
            target.grow(end);
            target.size = Math.max(target.size, end);
        }
        int from = 0;
        while (from < change.bytes.length) {
            int to = (int) Math.min(change.bytes.length, from + SECTOR - (change.offset + from) % SECTOR);
            if (random.nextBoolean()) {
                target.write(change, from, to);
            }
            from = to;
        }
    }
}
