package io.rubato.traceql;

/// Text that is no token.
final class LexicalException extends Exception {
    private final int offset;
    private final String problem;

    LexicalException(int offset, String problem) {
        super(problem, null, false, false);
        this.offset = offset;
        this.problem = problem;
    }

    int offset() {
        return offset;
    }

    String problem() {
        return problem;
    }
}
