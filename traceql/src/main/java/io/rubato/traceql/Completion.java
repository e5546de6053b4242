package io.rubato.traceql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What may stand at a place of a query that is still being typed.
///
/// @param from offset of what is being typed there, in UTF-16 units
/// @param to offset after what it is part of, which a suggestion replaces
/// @param typed what is there of it before the place; text without its quotes
/// @param expected what kind of thing it is
/// @param field the one whose value is expected, when it is known
/// @param words of the language that may stand there, whatever has been typed of them
public record Completion(
        int from,
        int to,
        String typed,
        Expected expected,
        @Nullable Field field,
        List<String> words) {
    /// Keeps what it is given.
    public Completion {
        words = List.copyOf(words);
    }

    /// A kind of thing.
    public enum Expected {
        /// A filter, or a parenthesis before one.
        SPANSET,
        /// An attribute or intrinsic.
        FIELD,
        /// A value to compare with.
        VALUE,
        /// What goes on after an operand.
        OPERATOR,
        /// A function after a pipe.
        FUNCTION,
        /// The name of a hint.
        HINT,
        /// Nothing that could be suggested, as a number.
        NOTHING
    }
}
