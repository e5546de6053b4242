package io.rubato.storage.internal.head;

import io.rubato.storage.internal.wire.Hashing;
import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.Dictionary;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// The distinct byte strings of one head column, by code in order of arrival, each with the first and last
/// row that used it, so that a look-up of a rare value visits few rows. A column whose values prove mostly
/// unique stops looking for equal ones: hashing them buys nothing, and a value may then have several codes.
///
/// One writer. Readers see a [View] of what was published.
final class HeadDictionary {
    private static final int TRIAL = 2048;
    private static final VarHandle PUBLISHED = publishedHandle();

    private final ByteArena arena = new ByteArena();
    private final LongChunks addresses = new LongChunks();
    private final IntChunks lengths = new IntChunks();
    private final IntChunks firstRows = new IntChunks();
    private final IntChunks lastRows = new IntChunks();
    /// Open addressing; an entry is the upper half of a value's hash and, below it, its code plus one.
    private volatile long[] table = new long[64];
    private volatile int published;
    private int lookups;
    private boolean unique;

    private static VarHandle publishedHandle() {
        try {
            return MethodHandles.lookup()
                    .findVarHandle(HeadDictionary.class, "published", int.class)
                    .withInvokeExactBehavior();
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError(impossible.getMessage(), impossible);
        }
    }

    int size() {
        return addresses.size();
    }

    /// The code of a value, added when new.
    int intern(byte[] bytes, int offset, int length, int row) {
        if (unique) {
            return add(bytes, offset, length, row);
        }
        lookups++;
        long[] slots = table;
        int mask = slots.length - 1;
        int hash = hash(bytes, offset, length);
        int slot = hash & mask;
        for (long entry; (entry = slots[slot]) != 0; slot = (slot + 1) & mask) {
            int code = (int) entry - 1;
            if ((int) (entry >>> 32) == hash && isEqual(code, bytes, offset, length)) {
                lastRows.set(code, row);
                return code;
            }
        }
        int code = add(bytes, offset, length, row);
        slots[slot] = (long) hash << 32 | code + 1;
        if (size() * 2 > slots.length) {
            grow();
        }
        if (lookups >= TRIAL && (lookups & TRIAL - 1) == 0 && size() > lookups * 0.6) {
            unique = true;
        }
        return code;
    }

    private int add(byte[] bytes, int offset, int length, int row) {
        addresses.add(arena.add(bytes, offset, length));
        lengths.add(length);
        firstRows.add(row);
        lastRows.add(row);
        return size() - 1;
    }

    private static int hash(byte[] bytes, int offset, int length) {
        return (int) Hashing.hash(bytes, offset, length);
    }

    private void grow() {
        long[] larger = new long[table.length * 2];
        int mask = larger.length - 1;
        for (long entry : table) {
            if (entry != 0) {
                int slot = (int) (entry >>> 32) & mask;
                while (larger[slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                larger[slot] = entry;
            }
        }
        table = larger;
    }

    private boolean isEqual(int code, byte[] bytes, int offset, int length) {
        if (lengths.get(code) != length) {
            return false;
        }
        long address = addresses.get(code);
        int start = ByteArena.offset(address);
        return Wire.isEqual(arena.page(address), start, bytes, offset, length);
    }

    boolean isEqual(int code, int other) {
        return isEqual(code, page(other), offset(other), length(other));
    }

    /// Lets readers see what was added so far.
    void publish() {
        int size = size();
        if (size != (int) PUBLISHED.get(this)) {
            PUBLISHED.setRelease(this, size);
        }
    }

    /// What readers may look at.
    View view() {
        return new View(this, published);
    }

    /// Whether equal values may have several codes.
    boolean isUnique() {
        return unique;
    }

    int length(int code) {
        return lengths.get(code);
    }

    byte[] page(int code) {
        return arena.page(addresses.get(code));
    }

    int offset(int code) {
        return ByteArena.offset(addresses.get(code));
    }

    int firstRow(int code) {
        return firstRows.get(code);
    }

    int lastRow(int code) {
        return lastRows.get(code);
    }

    /// Bytes of the values alone, roughly.
    long textBytes() {
        return arena.bytes();
    }

    long bytes() {
        return arena.bytes() + addresses.bytes() + 3 * lengths.bytes() + 8L * table.length;
    }

    /// The first `size` codes, for readers.
    record View(HeadDictionary values, int size) implements Dictionary {
        @Override
        public int length(int code) {
            return values.length(code);
        }

        @Override
        public byte[] value(int code) {
            int offset = values.offset(code);
            return Arrays.copyOfRange(values.page(code), offset, offset + values.length(code));
        }

        @Override
        public Bits matching(BytesTest test) {
            Bits bits = new Bits(size);
            for (int code = 0; code < size; code++) {
                if (test.test(values.page(code), values.offset(code), values.length(code))) {
                    bits.set(code);
                }
            }
            return bits;
        }

        @Override
        public Bits equal(byte[] value) {
            Bits bits = new Bits(size);
            if (values.unique) {
                for (int code = 0; code < size; code++) {
                    if (values.isEqual(code, value, 0, value.length)) {
                        bits.set(code);
                    }
                }
                return bits;
            }
            long[] slots = values.table;
            int mask = slots.length - 1;
            for (int slot = hash(value, 0, value.length) & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
                int code = (int) slots[slot] - 1;
                if (code < size && values.isEqual(code, value, 0, value.length)) {
                    bits.set(code);
                }
            }
            return bits;
        }
    }
}
