package io.rubato.storage.internal.block;

import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.scan.Bits;

/// Which codes of a dictionary occur in which morsels, as [DictionarySink] writes it. Immutable.
record Occurrence(int codes, int morsels, byte[] bits) {
    static Occurrence read(Wire wire, int morsels) {
        int codes = Chunks.checkCount(wire.varint());
        byte[] bits = new byte[Chunks.checkCount(((long) codes * morsels + 7) / 8)];
        if (bits.length > 0) {
            Planes.read(wire, bits, bits.length);
        }
        return new Occurrence(codes, morsels, bits);
    }

    /// The morsels in which any of these codes occurs.
    Bits morselsWith(Bits wanted) {
        Bits found = new Bits(morsels);
        for (int code = wanted.next(0); code >= 0 && code < codes; code = wanted.next(code + 1)) {
            long bit = (long) code * morsels;
            for (int morsel = 0; morsel < morsels; morsel++, bit++) {
                if ((bits[(int) (bit >>> 3)] >>> (bit & 7) & 1) != 0) {
                    found.set(morsel);
                }
            }
        }
        return found;
    }

    /// The codes that occur in a morsel.
    Bits codesIn(int morsel) {
        Bits found = new Bits(codes);
        for (int code = 0; code < codes; code++) {
            if (has(code, morsel)) {
                found.set(code);
            }
        }
        return found;
    }

    /// Whether a code occurs in a morsel.
    boolean has(int code, int morsel) {
        long bit = (long) code * morsels + morsel;
        return (bits[(int) (bit >>> 3)] >>> (bit & 7) & 1) != 0;
    }

    long size64() {
        return bits.length + 32L;
    }
}
