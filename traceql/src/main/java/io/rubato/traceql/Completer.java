package io.rubato.traceql;

import io.rubato.traceql.Completion.Expected;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds what may come next from the tokens before a place: the innermost bracket that is open there, whose it is, and
/// the last token. It knows no more of the grammar, so that it finds something in queries that are far from complete.
final class Completer {
    private static final Set<String> NUMBERED = Set.of(Keywords.TOPK, Keywords.BOTTOMK);
    private static final List<String> HINTS = List.of("most_recent", "exemplars", "sample");
    private static final List<String> COMPARISONS = operators(type -> type.operator() != null && type.level() == 2);
    private static final List<String> STRUCTURE = operators(type -> type.spansetOperator() != null);

    /// A bracket that is open.
    ///
    /// @param word before it, if it is the parenthesis of a function
    private record Open(TokenType type, String word) {}

    private final List<Token> before;
    private final Deque<Open> open = new ArrayDeque<>();
    private final int from;
    private final int to;
    private final String typed;

    private Completer(String query, int from, int to, String typed) {
        List<Token> tokens = Lexer.tokens(query.substring(0, from));
        this.before = tokens.subList(0, tokens.size() - 1);
        this.from = from;
        this.to = to;
        this.typed = typed;
    }

    private static List<String> operators(Predicate<TokenType> wanted) {
        return Arrays.stream(TokenType.values())
                .filter(wanted)
                .map(TokenType::toString)
                .toList();
    }

    static Completion at(String query, int offset) {
        String text = query.substring(0, Math.clamp(offset, 0, Math.min(query.length(), TraceQl.MAX_BYTES)));
        int at = text.length();
        int quote = openQuote(text);
        if (quote < 0) {
            int from = at;
            while (from > 0 && isOfName(text.charAt(from - 1))) {
                from--;
            }
            int to = at;
            while (to < query.length() && isOfName(query.charAt(to))) {
                to++;
            }
            return new Completer(text, from, to, text.substring(from)).find();
        }
        int to = closing(query, at, text.charAt(quote));
        Completion found = new Completer(text, quote, to, text.substring(quote + 1)).find();
        boolean name = quote > 0 && Chars.inName(text.charAt(quote - 1));
        return !name && found.expected() == Expected.VALUE
                ? found
                : new Completion(quote, to, found.typed(), Expected.NOTHING, null, List.of());
    }

    private static boolean isOfName(char c) {
        return c != '"' && Chars.inName(c);
    }

    /// After the quote that closes what is being typed; where there is none in sight, the place itself, for a quote
    /// further on begins another text.
    private static int closing(String query, int at, char quote) {
        for (int i = at; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c == quote) {
                return i + 1;
            }
            if (!Chars.inName(c) && c != ' ') {
                return at;
            }
        }
        return at;
    }

    /// Where the text starts that has not ended yet, or -1.
    private static int openQuote(String text) {
        int quote = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote < 0) {
                quote = c == '"' || c == '`' ? i : -1;
            } else if (c == '\\' && text.charAt(quote) == '"') {
                i++;
            } else if (c == text.charAt(quote)) {
                quote = -1;
            }
        }
        return quote;
    }

    private Completion find() {
        for (int i = 0; i < before.size(); i++) {
            Token token = before.get(i);
            switch (token.type()) {
                case OPEN_BRACE, OPEN_PAREN ->
                    open.push(new Open(
                            token.type(),
                            i > 0 && before.get(i - 1).type() == TokenType.WORD
                                    ? before.get(i - 1).text()
                                    : ""));
                case CLOSE_BRACE, CLOSE_PAREN -> open.poll();
                case INVALID -> {
                    return nothing();
                }
                default -> {}
            }
        }
        Token last = before.isEmpty() ? null : before.getLast();
        boolean inFilter = open.stream().anyMatch(bracket -> bracket.type == TokenType.OPEN_BRACE);
        if (inFilter) {
            return inFilter(last);
        }
        Open innermost = open.peek();
        return innermost == null || innermost.word.isEmpty() ? outside(last) : inFunction(innermost.word, last);
    }

    private Completion inFilter(@Nullable Token last) {
        if (last == null || startsOperand(last.type())) {
            return field();
        }
        if (last.type().level() == 2) {
            Token left = before.size() < 2 ? null : before.get(before.size() - 2);
            Field field = left == null ? null : left.field();
            return new Completion(from, to, typed, Expected.VALUE, field, values(field));
        }
        return words(
                Expected.OPERATOR, Stream.concat(COMPARISONS.stream(), Stream.of("&&", "||", "}", "+", "-", "*", "/")));
    }

    private static boolean startsOperand(TokenType last) {
        return last == TokenType.OPEN_BRACE
                || last == TokenType.OPEN_PAREN
                || last == TokenType.NOT
                || last.level() == TokenType.LOGICAL
                || last.level() >= TokenType.SUM;
    }

    /// What is not stored: constants, and what a field of that type is compared with.
    private static List<String> values(@Nullable Field field) {
        ValueType type = field == null ? ValueType.UNKNOWN : field.type();
        return switch (type) {
            case STATUS -> names(SpanStatus.values());
            case KIND -> names(SpanKind.values());
            case BOOLEAN -> List.of("true", "false");
            case DURATION -> List.of("10ms", "100ms", "1s", "10s");
            case UNKNOWN -> List.of("nil", "true", "false");
            case STRING, INT, FLOAT, NIL -> List.of();
        };
    }

    private static List<String> names(Object[] values) {
        return Arrays.stream(values).map(Object::toString).toList();
    }

    private Completion inFunction(String function, @Nullable Token last) {
        TokenType type = last == null ? TokenType.OPEN_PAREN : last.type();
        boolean starts = type == TokenType.OPEN_PAREN || type == TokenType.COMMA;
        if (function.equals(Keywords.WITH)) {
            return starts
                    ? words(Expected.HINT, HINTS.stream())
                    : type == TokenType.EQUAL
                            ? words(Expected.VALUE, Stream.of("true", "false"))
                            : words(Expected.OPERATOR, Stream.of("=", ",", ")"));
        }
        if (function.equals(Keywords.COMPARE) && type == TokenType.OPEN_PAREN) {
            return words(Expected.SPANSET, Stream.of("{"));
        }
        if (NUMBERED.contains(function)) {
            return nothing();
        }
        return starts && !function.equals(Keywords.COMPARE) ? field() : words(Expected.OPERATOR, Stream.of(",", ")"));
    }

    private Completion outside(@Nullable Token last) {
        TokenType type = last == null ? TokenType.OPEN_PAREN : last.type();
        if (type == TokenType.PIPE) {
            Stream<String> functions = Keywords.FUNCTIONS.stream().sorted().map(name -> name + "(");
            return words(Expected.FUNCTION, Stream.concat(functions, Stream.of("{")));
        }
        if (type == TokenType.CLOSE_BRACE) {
            return words(
                    Expected.OPERATOR,
                    Stream.concat(Stream.of("|"), Stream.concat(STRUCTURE.stream(), Stream.of("with("))));
        }
        if (type == TokenType.CLOSE_PAREN) {
            return words(
                    Expected.OPERATOR,
                    Stream.of(
                                    Stream.of("|", "by(", "with("),
                                    COMPARISONS.stream().filter(o -> !o.endsWith("~")),
                                    STRUCTURE.stream())
                            .flatMap(each -> each)
                            .distinct());
        }
        return type == TokenType.OPEN_PAREN || type.spansetOperator() != null
                ? words(Expected.SPANSET, Stream.of("{", "("))
                : nothing();
    }

    private Completion field() {
        Stream<String> intrinsics =
                Arrays.stream(Intrinsic.values()).flatMap(intrinsic -> intrinsic.spellings().stream());
        Stream<String> scopes = Arrays.stream(Scope.values())
                .filter(scope -> scope != Scope.UNSCOPED)
                .map(Scope::toString);
        return words(Expected.FIELD, Stream.concat(intrinsics, scopes));
    }

    private Completion words(Expected expected, Stream<String> words) {
        return new Completion(from, to, typed, expected, null, words.toList());
    }

    private Completion nothing() {
        return new Completion(from, to, typed, Expected.NOTHING, null, List.of());
    }
}
