package io.rubato.storage.internal.manifest;

import io.rubato.storage.objects.ObjectKeys;
import org.jspecify.annotations.Nullable;

/// A block's deletion vector as the manifest names it: how much it hides, and its bytes or where they are.
///
/// @param version 1 for a block's first vector, one more for each that replaces it
/// @param traces how many traces are dead
/// @param spans how many spans they have
/// @param inline the vector itself in Base64, when it is at most [#MAX_INLINE] bytes, else null
/// @param location where it lies otherwise, else null
public record VectorRef(
        long version,
        long traces,
        long spans,
        @Nullable String inline,
        @Nullable Location location) {

    /// Longer vectors are objects of their own, so that the manifest stays small.
    public static final int MAX_INLINE = 128;

    /// @param key of the object
    /// @param offset of the vector in it
    /// @param length of the vector, bytes
    /// @param crc32c of these bytes
    public record Location(String key, long offset, int length, int crc32c) {
        public Location {
            ObjectKeys.requireKey(key);
            if (offset < 0 || length < 1) {
                throw new IllegalArgumentException(
                        "a deletion vector of %d bytes at %d of %s".formatted(length, offset, key));
            }
        }
    }

    public VectorRef {
        if (version < 1 || traces < 1 || spans < traces || (inline == null) == (location == null)) {
            throw new IllegalArgumentException("deletion vector version %d of %d traces and %d spans, %s"
                    .formatted(version, traces, spans, inline == null ? location : inline));
        }
    }
}
