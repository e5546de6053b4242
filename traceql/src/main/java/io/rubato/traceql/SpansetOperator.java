package io.rubato.traceql;

/// One of the 17 operators between two spansets A and B of one trace; `toString()` is its symbol.
public enum SpansetOperator {
    /// Spans of A and B, if neither is empty.
    AND("&&"),
    /// Spans of A or B.
    UNION("||"),
    /// B spans with a parent in A.
    CHILD(">"),
    /// B spans with an ancestor in A.
    DESCENDANT(">>"),
    /// B spans that are the parent of an A span.
    PARENT("<"),
    /// B spans that are an ancestor of an A span.
    ANCESTOR("<<"),
    /// B spans with another child of their parent in A.
    SIBLING("~"),
    /// B spans without a parent in A.
    NOT_CHILD("!>"),
    /// B spans without an ancestor in A.
    NOT_DESCENDANT("!>>"),
    /// B spans that are not the parent of an A span.
    NOT_PARENT("!<"),
    /// B spans that are not an ancestor of an A span.
    NOT_ANCESTOR("!<<"),
    /// B spans without a sibling in A.
    NOT_SIBLING("!~"),
    /// Both ends of every pair that [#CHILD] finds.
    UNION_CHILD("&>"),
    /// Both ends of every pair that [#DESCENDANT] finds.
    UNION_DESCENDANT("&>>"),
    /// Both ends of every pair that [#PARENT] finds.
    UNION_PARENT("&<"),
    /// Both ends of every pair that [#ANCESTOR] finds.
    UNION_ANCESTOR("&<<"),
    /// Both ends of every pair that [#SIBLING] finds.
    UNION_SIBLING("&~");

    private final String symbol;

    SpansetOperator(String symbol) {
        this.symbol = symbol;
    }

    @Override
    public String toString() {
        return symbol;
    }
}
