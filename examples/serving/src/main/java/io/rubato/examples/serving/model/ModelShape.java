package io.rubato.examples.serving.model;

/// The sizes of a model.
///
/// @param layers how many blocks of attention and feed-forward there are
/// @param width floats of a token's state; a multiple of the heads
/// @param heads attention heads of a layer
/// @param vocabulary how many tokens there are
/// @param context the most tokens of prompt and answer together
public record ModelShape(int layers, int width, int heads, int vocabulary, int context) {
    /// What the example serves: about 0.8 million multiplications a token, 4 KiB of cache a token.
    public static ModelShape small() {
        return new ModelShape(4, 128, 4, Tokenizer.vocabulary(), 4096);
    }

    /// Bytes that one token occupies in a key-value cache.
    public int cacheBytesPerToken() {
        return layers * 2 * width * Float.BYTES;
    }
}
