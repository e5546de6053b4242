package io.rubato.storage.objects;

/// What became of a conditional write.
public sealed interface WriteResult {

    /// The object was stored.
    ///
    /// @param version its version
    record Stored(String version) implements WriteResult {}

    /// The key was not in the state the writer expected; nothing was changed.
    record PreconditionFailed() implements WriteResult {}
}
