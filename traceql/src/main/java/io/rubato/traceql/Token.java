package io.rubato.traceql;

import org.jspecify.annotations.Nullable;

/// A piece of a query.
///
/// @param type kind
/// @param text as written; for [TokenType#INVALID] what is wrong with it
/// @param start offset of the first character
/// @param end offset after the last character
/// @param value of a literal
/// @param field of a [TokenType#FIELD]
record Token(
        TokenType type,
        String text,
        int start,
        int end,
        @Nullable Static value,
        @Nullable Field field) {

    boolean word(String expected) {
        return type == TokenType.WORD && text.equals(expected);
    }
}
