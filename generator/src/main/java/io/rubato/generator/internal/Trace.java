package io.rubato.generator.internal;

import java.util.List;

/// A trace being drawn: the values all its spans share, and what happened in it so far. One object
/// serves all traces that are drawn at once, one after the other.
final class Trace {
    static final int USERS = 100_000;
    private static final int PRODUCTS = 40_000;
    private static final int CLIENTS = 20_000;
    private static final List<String> MODELS = List.of(
            "meta-llama/Llama-3.3-70B-Instruct",
            "Qwen/Qwen3-32B",
            "deepseek-ai/DeepSeek-R1-Distill-Llama-8B",
            "mistralai/Mistral-Small-24B",
            "Qwen/Qwen3-0.6B");
    private static final List<String> WORDS = List.of(
            "red", "blue", "shoes", "lamp", "desk", "chair", "running", "coffee", "table", "garden", "bike", "jacket",
            "wool", "steel", "mini", "large");

    private static final byte[] USER_PREFIX = Utf8.bytes("user-");
    private static final byte[] PRODUCT_PREFIX = Utf8.bytes("SKU-");
    private static final byte[] ORDER_PREFIX = Utf8.bytes("ord-");
    private static final byte[][] MODEL_NAMES = MODELS.stream().map(Utf8::bytes).toArray(byte[][]::new);
    private static final byte[][] QUERY_WORDS = WORDS.stream().map(Utf8::bytes).toArray(byte[][]::new);

    final Dice dice;
    final ProtoBuffer scratch;
    private final byte[][] parts = new byte[Part.COUNT][];

    long idHigh;
    long idLow;
    int user;
    int promptTokens;
    int completionTokens;
    /// The span that a later span of this trace links to: a message's producer, a prefill.
    long marked;
    /// How long the model generates; 0 where its tokens say that.
    long generationNanos;
    /// The HTTP status of the last finished span that has one.
    int httpStatus;
    /// Whether the last finished span failed.
    boolean failed;
    /// Start of the root span.
    long start;
    int spans;
    int errors;
    long lastEnd;

    Trace(Dice dice) {
        this(dice, new ProtoBuffer(512));
    }

    /// Traces that are drawn in turn may share `scratch`.
    Trace(Dice dice, ProtoBuffer scratch) {
        this.dice = dice;
        this.scratch = scratch;
    }

    byte[] part(Part part) {
        return parts[part.index];
    }

    void begin() {
        begin(dice.id(), dice.id());
    }

    void begin(long high, long low) {
        idHigh = high;
        idLow = low;
        user = dice.skewed(USERS);
        drawTokens();
        marked = 0;
        generationNanos = 0;
        start = Long.MAX_VALUE;
        httpStatus = 200;
        failed = false;
        spans = 0;
        errors = 0;
        lastEnd = 0;
        drawParts();
    }

    void drawTokens() {
        promptTokens = 16 + dice.skewed(8_000);
        completionTokens = 4 + dice.skewed(1_200);
    }

    private void drawParts() {
        scratch.truncate(0);
        scratch.asciiHex(idHigh);
        scratch.asciiHex(idLow);
        keep(Part.TRACE);
        uuid(scratch, dice);
        keep(Part.REQUEST);
        scratch.raw(USER_PREFIX);
        scratch.asciiNumber(user, 6);
        keep(Part.USER);
        scratch.raw(PRODUCT_PREFIX);
        scratch.asciiNumber(dice.skewed(PRODUCTS), 6);
        keep(Part.PRODUCT);
        scratch.raw(ORDER_PREFIX);
        scratch.asciiNumber(dice.below(1_000_000_000), 9);
        keep(Part.ORDER);
        scratch.asciiHex(dice.next());
        keep(Part.CART);
        drawQuery();
        keep(Part.QUERY);
        drawAddress();
        keep(Part.CLIENT);
        parts[Part.MODEL.index] = MODEL_NAMES[dice.skewed(MODEL_NAMES.length)];
    }

    private void keep(Part part) {
        parts[part.index] = scratch.toBytes();
        scratch.truncate(0);
    }

    /// A version 4 UUID in lower case.
    static void uuid(ProtoBuffer out, Dice dice) {
        int start = out.size();
        out.asciiHex(dice.next());
        out.asciiHex(dice.next());
        byte[] hex = out.toBytes();
        out.truncate(start);
        for (int i = 0; i < 32; i++) {
            if (i == 8 || i == 12 || i == 16 || i == 20) {
                out.rawByte('-');
            }
            int digit = hex[start + i];
            out.rawByte(i == 12 ? '4' : i == 16 ? 'a' : digit);
        }
    }

    private void drawQuery() {
        int words = 1 + dice.below(3);
        for (int i = 0; i < words; i++) {
            if (i > 0) {
                scratch.rawByte('+');
            }
            scratch.raw(QUERY_WORDS[dice.below(QUERY_WORDS.length)]);
        }
    }

    private void drawAddress() {
        int client = dice.skewed(CLIENTS);
        scratch.asciiNumber(81 + (client & 63), 1);
        for (int shift = 0; shift < 24; shift += 8) {
            scratch.rawByte('.');
            scratch.asciiNumber(((client * 0x9E3779B1) >>> shift) & 255, 1);
        }
    }
}
