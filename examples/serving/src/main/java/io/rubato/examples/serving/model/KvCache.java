package io.rubato.examples.serving.model;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Keys and values of the tokens a model has seen, which is all it needs to go on. Not safe for concurrent use.
public final class KvCache {
    private final ModelShape shape;
    private float[] floats;
    private int tokens;

    /// An empty cache.
    ///
    /// @param capacity how many tokens it has room for before it grows
    public KvCache(ModelShape shape, int capacity) {
        this.shape = shape;
        this.floats = new float[Math.max(1, capacity) * perToken(shape)];
    }

    private static int perToken(ModelShape shape) {
        return shape.layers() * 2 * shape.width();
    }

    /// How many tokens are in it.
    public int tokens() {
        return tokens;
    }

    /// How many bytes it is on the wire.
    public int bytes() {
        return tokens * shape.cacheBytesPerToken();
    }

    float[] floats() {
        return floats;
    }

    /// Where the key of a token begins in [#floats]; the value follows the key.
    int offset(int token, int layer) {
        return (token * shape.layers() + layer) * 2 * shape.width();
    }

    int append() {
        int needed = (tokens + 1) * perToken(shape);
        if (needed > floats.length) {
            floats = Arrays.copyOf(floats, Math.max(needed, floats.length * 2));
        }
        return tokens++;
    }

    /// The tokens `[from, to)` as bytes, big-endian floats.
    public ByteBuffer read(int from, int to) {
        ByteBuffer bytes = ByteBuffer.allocate((to - from) * shape.cacheBytesPerToken());
        bytes.asFloatBuffer().put(floats, from * perToken(shape), (to - from) * perToken(shape));
        return bytes;
    }

    /// Adds tokens that [#read] gave.
    ///
    /// @throws IllegalArgumentException if the bytes are not a whole number of tokens
    public void write(ByteBuffer bytes) {
        int size = shape.cacheBytesPerToken();
        if (bytes.remaining() % size != 0) {
            throw new IllegalArgumentException(
                    "key-value cache: " + bytes.remaining() + " bytes, expected a multiple of " + size);
        }
        int added = bytes.remaining() / size;
        int needed = (tokens + added) * perToken(shape);
        if (needed > floats.length) {
            floats = Arrays.copyOf(floats, Math.max(needed, floats.length * 2));
        }
        bytes.asFloatBuffer().get(floats, tokens * perToken(shape), added * perToken(shape));
        tokens += added;
    }
}
