package io.rubato.query.internal.graph;

import java.util.Arrays;

/// Gives places 0, 1, 2, ... to keys as they come: open addressing, for looking one up costs a few nanoseconds and a
/// `HashMap` of boxed keys several times that.
final class LongTable {
    private static final int NONE = -1;
    private long[] keys = new long[64];
    private int[] places = filled(64);
    private int size;
    private long last;
    private int lastPlace = NONE;

    private static int[] filled(int length) {
        int[] places = new int[length];
        Arrays.fill(places, NONE);
        return places;
    }

    int size() {
        return size;
    }

    /// The place of a key; that of a new one is [#size()] as it was before.
    int place(long key) {
        if (lastPlace != NONE && key == last) {
            return lastPlace;
        }
        int slot = slot(key);
        if (places[slot] == NONE) {
            if (size * 2 >= keys.length) {
                grow();
                slot = slot(key);
            }
            keys[slot] = key;
            places[slot] = size++;
        }
        last = key;
        lastPlace = places[slot];
        return lastPlace;
    }

    private int slot(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed >>> 32) & keys.length - 1;
        while (places[slot] != NONE && keys[slot] != key) {
            slot = slot + 1 & keys.length - 1;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldPlaces = places;
        keys = new long[oldKeys.length * 2];
        places = filled(keys.length);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldPlaces[i] != NONE) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                places[slot] = oldPlaces[i];
            }
        }
    }

    /// The keys by their places.
    long[] keys() {
        long[] byPlace = new long[size];
        for (int i = 0; i < keys.length; i++) {
            if (places[i] != NONE) {
                byPlace[places[i]] = keys[i];
            }
        }
        return byPlace;
    }
}
