package io.rubato.query.internal.regex;

import java.util.List;

/// A part of a regular expression.
sealed interface Node {
    Node EMPTY = new Sequence(List.of());

    /// One character of a set.
    record Any(CharSet set) implements Node {}

    record Sequence(List<Node> parts) implements Node {}

    record Choice(List<Node> parts) implements Node {}

    /// @param max [#ENDLESS] for no bound
    record Repeat(Node part, int min, int max) implements Node {
        static final int ENDLESS = -1;
    }
}
