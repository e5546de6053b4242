package io.rubato.traceql;

/// The entry to the language. Stateless and thread-safe.
public final class TraceQl {

    /// Longest query that is looked at, in UTF-8 bytes.
    public static final int MAX_BYTES = 131_072;

    /// Deepest nesting of a query and deepest tree that a parse returns, so that code may recurse over it.
    public static final int MAX_DEPTH = 256;

    /// Longest run of one of `&&` and `||` that leans to the left; longer runs are balanced trees.
    public static final int LONGEST_LEFT_RUN = 16;

    private TraceQl() {}

    /// Parses and validates a query.
    ///
    /// @throws TraceQlException if it does not parse, makes no sense, or is too long or too deep
    public static Query parse(String query) {
        checkLength(query);
        Query parsed = new QueryParser(query).query();
        Validator.validate(parsed);
        return parsed;
    }

    /// Parses one attribute or intrinsic, for example `resource.service.name`, `.foo` or `span:name`.
    ///
    /// @throws TraceQlException `failed to parse identifier ...` if it is not one
    public static Field parseField(String identifier) {
        checkLength(identifier);
        Cursor cursor = new Cursor(identifier);
        try {
            Field field = new ExpressionParser(cursor).field("an attribute or intrinsic");
            cursor.expect(TokenType.END, "nothing after " + field);
            return field;
        } catch (TraceQlException e) {
            throw new TraceQlException(
                    "failed to parse identifier " + Cursor.oneLine(identifier) + ": " + e.getMessage(),
                    e.line(),
                    e.column());
        }
    }

    /// What every span that a query may be about must meet, for a query that may be unfinished: for suggestions while
    /// it is typed. What is not complete, or invalid, counts as true. Never throws.
    public static Expression lenientFilter(String query) {
        return LenientFilter.of(query);
    }

    /// What may stand at an offset of a query that may be unfinished, or wrong elsewhere. What follows the offset is
    /// not
    /// looked at. Never throws.
    public static Completion complete(String query, int offset) {
        return Completer.at(query, offset);
    }

    private static void checkLength(String query) {
        long bytes = query.length() > MAX_BYTES
                ? query.length()
                : query.codePoints()
                        .map(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4)
                        .asLongStream()
                        .sum();
        if (bytes > MAX_BYTES) {
            throw new TraceQlException(
                    "query of at least " + bytes + " bytes, expected at most " + MAX_BYTES + " bytes", 0, 0);
        }
    }
}
