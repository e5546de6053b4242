package io.rubato.traceql;

/// A query that cannot be parsed or makes no sense. The message is one line for the user.
public final class TraceQlException extends RuntimeException {
    private final int line;
    private final int column;

    TraceQlException(String message, int line, int column) {
        super(message, null, false, false);
        this.line = line;
        this.column = column;
    }

    /// The message, never null: `parse error at line 1, col 3: ...` if the text does not parse, else what is wrong.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /// Line of the offending text, from 1; 0 if the whole query is meant.
    public int line() {
        return line;
    }

    /// Column in the line, in characters from 1; 0 if the whole query is meant.
    public int column() {
        return column;
    }
}
