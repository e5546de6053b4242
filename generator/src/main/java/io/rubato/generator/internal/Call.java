package io.rubato.generator.internal;

/// That an operation calls another one.
///
/// @param operation what is called
/// @param chance how often it happens at all
/// @param most how many times in a row at most, few more often than many
/// @param when in which order to its neighbours
record Call(Operation operation, double chance, int most, When when) {
    enum When {
        /// After everything before it.
        THEN,
        /// Beside the call before it.
        BESIDE,
        /// After the caller went on without waiting.
        LATER
    }

    /// Whether the caller fails when the call does.
    boolean isNeeded() {
        return when == When.THEN && chance == 1;
    }
}
