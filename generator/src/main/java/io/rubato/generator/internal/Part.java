package io.rubato.generator.internal;

/// What a [Template] may name between `${` and `}`; each has one value for the whole trace.
enum Part {
    PRODUCT(0),
    ORDER(1),
    USER(2),
    CART(3),
    REQUEST(4),
    QUERY(5),
    TRACE(6),
    MODEL(7),
    CLIENT(8);

    /// How many parts there are.
    static final int COUNT = 9;

    final int index;

    Part(int index) {
        this.index = index;
    }
}
