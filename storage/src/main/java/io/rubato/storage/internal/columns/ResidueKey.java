package io.rubato.storage.internal.columns;

import io.rubato.storage.internal.wire.Hashing;
import io.rubato.storage.internal.wire.Wire;
import java.nio.charset.StandardCharsets;

/// The key of an attribute of which only the serialized `KeyValue` is kept.
public final class ResidueKey {
    private ResidueKey() {}

    /// Whether a `KeyValue` has this key.
    public static boolean is(byte[] key, byte[] bytes, int offset, int length) {
        byte[] own = of(bytes, offset, length);
        return own.length == key.length && Wire.isEqual(own, 0, key, 0, key.length);
    }

    /// The hash by which the value index of a residue column finds a key.
    public static long hash(byte[] bytes, int offset, int length) {
        byte[] key = of(bytes, offset, length);
        return Hashing.hash(key, 0, key.length);
    }

    private static byte[] of(byte[] bytes, int offset, int length) {
        return AnyValues.attribute(bytes, offset, length).key().getBytes(StandardCharsets.UTF_8);
    }
}
