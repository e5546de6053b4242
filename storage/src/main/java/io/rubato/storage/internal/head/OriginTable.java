package io.rubato.storage.internal.head;

import io.rubato.storage.internal.columns.RawOrigin;
import io.rubato.storage.internal.wire.Hashing;
import io.rubato.storage.model.Origin;
import java.util.Arrays;

/// The distinct resources with scope of a head, by code, interned by their bytes. One writer; readers may
/// use any code of a published row.
final class OriginTable {
    /// These two are complete when they get here: readers take whichever there is.
    private volatile RawOrigin[] raw = new RawOrigin[16];
    private volatile Origin[] parsed = new Origin[16];
    private volatile int size;
    private int[] table = new int[64];
    private long bytes;

    int size() {
        return size;
    }

    RawOrigin raw(int code) {
        return raw[code];
    }

    Origin parsed(int code) {
        return parsed[code];
    }

    int intern(RawOrigin origin) {
        int code = size;
        int mask = table.length - 1;
        int slot = hash(origin) & mask;
        for (int entry; (entry = table[slot]) != 0; slot = (slot + 1) & mask) {
            if (raw[entry - 1].equals(origin)) {
                return entry - 1;
            }
        }
        Origin known = origin.parse();
        if (code == raw.length) {
            raw = Arrays.copyOf(raw, code * 2);
            parsed = Arrays.copyOf(parsed, code * 2);
        }
        raw[code] = origin;
        bytes += 512 + 4L * origin.size();
        parsed[code] = known;
        table[slot] = code + 1;
        size = code + 1;
        if (code * 2 >= table.length) {
            grow();
        }
        return code;
    }

    private void grow() {
        int[] larger = new int[table.length * 2];
        int mask = larger.length - 1;
        for (int code = 0; code < size; code++) {
            int slot = hash(raw[code]) & mask;
            while (larger[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            larger[slot] = code + 1;
        }
        table = larger;
    }

    long bytes() {
        return bytes;
    }

    private static int hash(RawOrigin origin) {
        return (int) Hashing.hash(origin.hash(), 0);
    }
}
