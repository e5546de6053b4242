package io.rubato.server.internal.config;

import java.util.List;
import java.util.function.Function;

/// A type of setting.
///
/// @param expected what an operator is told to write
/// @param shape what it is in the file
/// @param parser from the scalars of the file; throws a RuntimeException on what is not of the type
/// @param form to what is written to the file: a text, a number, a boolean or a list of texts
record ValueType<T>(String expected, Shape shape, Function<List<String>, T> parser, Function<T, Object> form) {

    /// What a setting is in a file.
    enum Shape {
        SCALAR,
        /// A sequence of scalars.
        LIST,
        /// Anything; the parser is given it as JSON, its scalars as text.
        TREE
    }

    ValueType(String expected, boolean list, Function<List<String>, T> parser, Function<T, Object> form) {
        this(expected, list ? Shape.LIST : Shape.SCALAR, parser, form);
    }

    static <T> ValueType<T> tree(String expected, Function<String, T> parser, Function<T, Object> form) {
        return new ValueType<>(expected, Shape.TREE, texts -> parser.apply(texts.getFirst()), form);
    }

    static <T> ValueType<T> scalar(String expected, Function<String, T> parser, Function<T, Object> form) {
        return new ValueType<>(expected, false, texts -> parser.apply(texts.getFirst()), form);
    }

    /// How a value reads in the documentation.
    String show(T value) {
        return form.apply(value).toString();
    }
}
