package io.rubato.server.internal.http;

/// A request's body, whole. Closing it returns its memory to the budget; do that once, when the bytes are no longer
/// needed.
@SuppressWarnings("ArrayRecordComponent")
public record Body(byte[] bytes, int length, BodyBudget budget) implements AutoCloseable {
    @Override
    public void close() {
        budget.give(bytes.length);
    }
}
