package io.rubato.tracing.internal.log;

import io.rubato.tracing.log.LogLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads `DYN_LOG`: pieces between commas, each `level`, `target`, `target=level` or
/// `target[span{field=value}]=level` with every part optional.
///
/// The grammar is that of the Rust crate tracing-subscriber (EnvFilter), made kinder: spaces are allowed
/// everywhere, commas inside brackets separate fields, and `target:level` means `target=level`.
public final class DirectiveParser {
    private final Consumer<String> problems;

    /// `problems` is told of each piece that cannot be read, in one line.
    public DirectiveParser(Consumer<String> problems) {
        this.problems = problems;
    }

    List<Directive> parse(String text) {
        List<Directive> directives = new ArrayList<>();
        for (String piece : pieces(text)) {
            String trimmed = piece.strip();
            if (!trimmed.isEmpty()) {
                Directive directive = directive(trimmed);
                if (directive == null) {
                    problems.accept("\"" + trimmed + "\" is not a directive; accepted: level, target, target=level"
                            + " or target[span{field=value}]=level, with level one of off error warn info debug trace");
                } else {
                    directives.add(directive);
                }
            }
        }
        return directives;
    }

    /// Splits at the commas outside brackets.
    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '[' || c == '{') {
                depth++;
            } else if (c == ']' || c == '}') {
                depth--;
            } else if (c == ',' && depth <= 0) {
                pieces.add(text.substring(start, i));
                start = i + 1;
            }
        }
        pieces.add(text.substring(start));
        return pieces;
    }

    private static @Nullable Directive directive(String piece) {
        LogLevel bare = LogLevel.parse(piece);
        if (bare != null) {
            return Directive.of("", bare);
        }
        int open = piece.indexOf('[');
        int close = piece.lastIndexOf(']');
        if ((open < 0) != (close < 0) || close < open) {
            return null;
        }
        String target;
        String span;
        String rest;
        if (open >= 0) {
            target = piece.substring(0, open).strip();
            span = piece.substring(open + 1, close);
            rest = piece.substring(close + 1).strip();
        } else {
            int split = splitOfLevel(piece);
            target = piece.substring(0, split).strip();
            span = "";
            rest = piece.substring(split);
        }
        LogLevel level = level(rest);
        if (level == null || !isTarget(target)) {
            return null;
        }
        return withSpan(target, span, level);
    }

    /// Where `=level` begins; `:` counts only before a level, for it may be part of a target.
    private static int splitOfLevel(String piece) {
        int equal = piece.indexOf('=');
        if (equal >= 0) {
            return equal;
        }
        int colon = piece.lastIndexOf(':');
        return colon > 0 && LogLevel.parse(piece.substring(colon + 1).strip()) != null ? colon : piece.length();
    }

    /// No level at all means everything.
    private static @Nullable LogLevel level(String rest) {
        if (rest.isEmpty()) {
            return LogLevel.TRACE;
        }
        if (rest.charAt(0) != '=' && rest.charAt(0) != ':') {
            return null;
        }
        String word = rest.substring(1).strip();
        return word.isEmpty() ? LogLevel.TRACE : LogLevel.parse(word);
    }

    private static boolean isTarget(String target) {
        return target.chars().allMatch(c -> Character.isLetterOrDigit(c) || "-:_.$/".indexOf(c) >= 0);
    }

    private static @Nullable Directive withSpan(String target, String span, LogLevel level) {
        int open = span.indexOf('{');
        int close = span.lastIndexOf('}');
        if ((open < 0) != (close < 0) || close < open) {
            return null;
        }
        String name = (open < 0 ? span : span.substring(0, open)).strip();
        List<Directive.Field> fields = new ArrayList<>();
        if (open >= 0) {
            for (String field : span.substring(open + 1, close).split(",")) {
                if (!field.isBlank()) {
                    fields.add(field(field));
                }
            }
        }
        return new Directive(target, name.isEmpty() ? null : name, List.copyOf(fields), level);
    }

    private static Directive.Field field(String text) {
        int equal = text.indexOf('=');
        if (equal < 0) {
            return new Directive.Field(text.strip(), null);
        }
        String value = text.substring(equal + 1).strip();
        if (value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")) {
            value = value.substring(1, value.length() - 1);
        }
        return new Directive.Field(text.substring(0, equal).strip(), value);
    }
}
