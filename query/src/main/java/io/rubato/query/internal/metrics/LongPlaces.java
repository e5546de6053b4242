package io.rubato.query.internal.metrics;

import java.util.Arrays;

/// Small numbers for longs, without objects: a table with open addressing, at most half full. Not thread-safe.
final class LongPlaces {
    static final int NONE = -1;

    private long[] keys = new long[32];
    private int[] places = new int[32];
    private int count;

    LongPlaces() {
        Arrays.fill(places, NONE);
    }

    /// The number of a key, or [#NONE].
    int of(long key) {
        return places[slot(key)];
    }

    /// @param key one that has none yet
    void put(long key, int place) {
        if (2 * ++count > keys.length) {
            grow();
        }
        int slot = slot(key);
        keys[slot] = key;
        places[slot] = place;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldPlaces = places;
        keys = new long[2 * oldKeys.length];
        places = new int[keys.length];
        Arrays.fill(places, NONE);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldPlaces[i] != NONE) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                places[slot] = oldPlaces[i];
            }
        }
    }

    /// Where the key is or would be.
    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) (key * 0x9E3779B97F4A7C15L >>> 32) & mask;
        while (places[slot] != NONE && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
