package io.rubato.storage.internal.block;

import io.rubato.storage.DamagedException;
import io.rubato.storage.NewerFormatException;
import io.rubato.storage.internal.wire.MalformedException;
import io.rubato.storage.internal.wire.Wire;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Function;

/// Reads chunks of a file and checks them. Safe for concurrent use.
final class ChunkReader {
    private final String file;
    private final BlockBytes bytes;
    private final Consumer<String> onDamage;

    /// @param file what messages call it
    /// @param onDamage called with the message of each [DamagedException] besides
    ChunkReader(String file, BlockBytes bytes, Consumer<String> onDamage) {
        this.file = file;
        this.bytes = bytes;
        this.onDamage = onDamage;
    }

    long size() {
        return bytes.size();
    }

    /// Reads bytes without a check.
    ///
    /// @throws DamagedException when they cannot be read
    void read(long position, byte[] target, int length) {
        try {
            bytes.read(position, target, 0, length);
        } catch (IOException e) {
            String message = file + " at byte " + position + ": " + e.getMessage();
            onDamage.accept(message);
            throw new Reported(message, e);
        }
    }

    /// Reports damage and returns the exception to throw.
    DamagedException damaged(String what, long position) {
        String message = file + " at byte " + position + ": " + what;
        onDamage.accept(message);
        return new Reported(message);
    }

    /// Reads a chunk, checks it, and decodes what it holds.
    ///
    /// @param decoder must keep none of the bytes: they are overwritten once it has returned
    /// @throws DamagedException when the chunk is damaged or cannot be read
    /// @throws NewerFormatException as the decoder does
    <T> T decode(Section section, String what, Function<Wire, T> decoder) {
        if (section.offset() < 0 || section.offset() > bytes.size() - section.length()) {
            throw damaged(what + " lies outside the file of " + bytes.size() + " bytes", section.offset());
        }
        byte[] chunk = ReadBuffers.take(section.length());
        try {
            return decode(chunk, section, what, decoder);
        } finally {
            ReadBuffers.giveBack(chunk);
        }
    }

    private <T> T decode(byte[] chunk, Section section, String what, Function<Wire, T> decoder) {
        read(section.offset(), chunk, section.length());
        String wrong = Chunks.wrong(chunk, section.length());
        if (wrong != null) {
            throw damaged(what + ": " + wrong, section.offset());
        }
        Wire wire = new Wire().on(chunk, Chunks.CHECKSUM, section.length() - Chunks.CHECKSUM);
        try {
            return decoder.apply(wire);
        } catch (NewerFormatException newer) {
            throw new NewerFormatException(file + ": " + newer.getMessage());
        } catch (Reported nested) {
            throw nested;
        } catch (MalformedException
                | DamagedException
                | IndexOutOfBoundsException
                | NegativeArraySizeException
                | ArithmeticException
                | IllegalArgumentException broken) {
            throw damaged(what + ": " + broken.getMessage(), section.offset());
        }
    }

    /// Damage that was reported where it was met.
    private static final class Reported extends DamagedException {
        private static final long serialVersionUID = 1L;

        Reported(String message) {
            super(message);
        }

        Reported(String message, IOException cause) {
            super(message, cause);
        }
    }
}
