package io.rubato.examples.serving.worker;

import org.jspecify.annotations.Nullable;

/// Asks a prefill worker to read a prompt.
///
/// @param tokens the prompt, as [Tokenizer#encode] gives it; the last one is left to the decode worker
/// @param fault `prefill` to fail half-way, for practice
public record PrefillRequest(int[] tokens, @Nullable String fault) {}
