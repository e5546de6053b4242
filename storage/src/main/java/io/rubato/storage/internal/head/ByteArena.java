package io.rubato.storage.internal.head;

import java.util.Arrays;

/// Byte strings one after another in pages, addressed by a long. Append only; one writer, readers as for
/// [IntChunks].
final class ByteArena {
    private static final int PAGE = 1 << 15;

    private byte[][] pages = new byte[4][];
    private int count;
    private int current = -1;
    private int used = PAGE;
    private long bytes;

    /// Copies a string in and returns its address.
    long add(byte[] source, int offset, int length) {
        if (length > PAGE / 8) {
            byte[] own = Arrays.copyOfRange(source, offset, offset + length);
            return (long) addPage(own) << 32;
        }
        if (PAGE - used < length) {
            current = addPage(new byte[PAGE]);
            used = 0;
        }
        System.arraycopy(source, offset, pages[current], used, length);
        long address = (long) current << 32 | used;
        used += length;
        return address;
    }

    private int addPage(byte[] page) {
        if (count == pages.length) {
            pages = Arrays.copyOf(pages, count * 2);
        }
        pages[count] = page;
        bytes += page.length;
        return count++;
    }

    byte[] page(long address) {
        return pages[(int) (address >>> 32)];
    }

    static int offset(long address) {
        return (int) address;
    }

    long bytes() {
        return bytes;
    }
}
