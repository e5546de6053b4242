package io.rubato.storage.internal.block;

import io.rubato.storage.internal.wire.ByteSink;
import java.util.Arrays;

/// A dictionary of a whole block in the making: gives the head's codes new ones in order of first use,
/// keeps the strings, and notes which code occurs in which morsel.
final class DictionarySink {
    private final ByteSink strings = new ByteSink(1024);
    private int[] lengths = new int[64];
    private int[] lastMorsels = new int[64];
    private int count;
    private int[] newCodes;
    private int[] pairCodes = new int[64];
    private int[] pairMorsels = new int[64];
    private int pairs;

    DictionarySink(int headCodes) {
        newCodes = new int[headCodes];
    }

    /// The block's code for a head's code; `bytes`, `offset`, `length` give the string when it is new.
    int code(int headCode, byte[] bytes, int offset, int length, int morsel) {
        int code = newCodes[headCode] - 1;
        if (code < 0) {
            code = add(bytes, offset, length);
            newCodes[headCode] = code + 1;
        }
        if (lastMorsels[code] != morsel + 1) {
            lastMorsels[code] = morsel + 1;
            addPair(code, morsel);
        }
        return code;
    }

    private int add(byte[] bytes, int offset, int length) {
        if (count == lengths.length) {
            lengths = Arrays.copyOf(lengths, count * 2);
            lastMorsels = Arrays.copyOf(lastMorsels, count * 2);
        }
        strings.put(bytes, offset, length);
        lengths[count] = length;
        return count++;
    }

    private void addPair(int code, int morsel) {
        if (pairs == pairCodes.length) {
            pairCodes = Arrays.copyOf(pairCodes, pairs * 2);
            pairMorsels = Arrays.copyOf(pairMorsels, pairs * 2);
        }
        pairCodes[pairs] = code;
        pairMorsels[pairs++] = morsel;
    }

    void write(Ints ints, ByteSink sink) {
        ByteStrings.write(strings, lengths, count, ints, sink);
    }

    /// Writes which morsels each code occurs in: a bit for each pair, codes major.
    void writeOccurrence(int morsels, ByteSink sink) {
        byte[] bits = new byte[(int) (((long) count * morsels + 7) / 8)];
        for (int i = 0; i < pairs; i++) {
            long bit = (long) pairCodes[i] * morsels + pairMorsels[i];
            bits[(int) (bit >>> 3)] |= (byte) (1 << (bit & 7));
        }
        sink.varint(count);
        if (bits.length > 0) {
            Planes.write(bits, bits.length, sink);
        }
    }
}
