package io.rubato.query;

/// Which moment of a span says when it was.
public enum SpanMoment {
    START,
    /// Close to when it was sent. The end of a span that ends before it starts is its start.
    END
}
