package io.rubato.query.internal.regex;

/// A set of ASCII characters, one bit each.
record CharSet(long low, long high) {
    static final int SIZE = 128;
    static final CharSet NONE = new CharSet(0, 0);
    static final CharSet ALL = new CharSet(-1, -1);
    static final CharSet DIGITS = range('0', '9');
    static final CharSet WORD = DIGITS.or(range('a', 'z')).or(range('A', 'Z')).or(one('_'));
    static final CharSet SPACE =
            one('\t').or(one('\n')).or(one('\f')).or(one('\r')).or(one(' '));

    /// Empty for a character that is not ASCII.
    static CharSet one(int c) {
        return range(c, c);
    }

    /// What is ASCII from `from` to `to`, both included.
    static CharSet range(int from, int to) {
        CharSet set = NONE;
        for (int c = from; c <= Math.min(to, SIZE - 1); c++) {
            set = set.or(c < 64 ? new CharSet(1L << c, 0) : new CharSet(0, 1L << c));
        }
        return set;
    }

    CharSet or(CharSet other) {
        return new CharSet(low | other.low, high | other.high);
    }

    CharSet inverse() {
        return new CharSet(~low, ~high);
    }

    boolean contains(int c) {
        return ((c < 64 ? low : high) >>> c & 1) != 0;
    }

    /// With the other case of each letter.
    CharSet anyCase() {
        CharSet set = this;
        for (int c = 'a'; c <= 'z'; c++) {
            int upper = c - 'a' + 'A';
            if (contains(c) || contains(upper)) {
                set = set.or(one(c)).or(one(upper));
            }
        }
        return set;
    }
}
