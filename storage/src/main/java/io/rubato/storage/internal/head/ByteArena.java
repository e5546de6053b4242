package io.rubato.storage.internal.head;

import java.util.Arrays;

/// Byte strings one after another in pages, addressed by a long. Append only; one writer, readers as for
/// [IntChunks].
final class ByteArena {
    private static final int PAGE = 1 << 15;

    /// The writer's; the same array as readers have.
    private byte[][] pages = new byte[4][];

    /// An array is complete when it gets here, as in [IntChunks].
    private volatile byte[][] readable = pages;

    private int count;
    private int current = -1;
    private int used;
    private int nextPage = 512;
    private long bytes;

    /// Copies a string in and returns its address.
    long add(byte[] source, int offset, int length) {
        if (length > PAGE / 8) {
            byte[] own = Arrays.copyOfRange(source, offset, offset + length);
            return (long) addPage(own) << 32;
        }
        if (current < 0 || pages[current].length - used < length) {
            current = addPage(new byte[Math.max(nextPage, length)]);
            nextPage = Math.min(PAGE, nextPage * 2);
            used = 0;
        }
        System.arraycopy(source, offset, pages[current], used, length);
        long address = (long) current << 32 | used;
        used += length;
        return address;
    }

    private int addPage(byte[] page) {
        if (count == pages.length) {
            byte[][] larger = Arrays.copyOf(pages, count * 2);
            pages = larger;
            readable = larger;
        }
        pages[count] = page; // seen by those who see an address in it published
        bytes += page.length;
        return count++;
    }

    byte[] page(long address) {
        return readable[(int) (address >>> 32)];
    }

    static int offset(long address) {
        return (int) address;
    }

    long bytes() {
        return bytes;
    }
}
