package io.rubato.query;

/// Is told how far a question has come. Called by the thread that asked, between batches; what it throws ends the
/// question.
///
/// @param <R> the answer
public interface ProgressListener<R> {
    /// Whether to tell now: what is known must be put together for that.
    boolean wants();

    /// @param part of the answer, as the question says
    /// @param done how many of the batches that may matter have been visited
    /// @param total how many may matter; not all of them may have to be visited
    void progressed(R part, int done, int total);
}
