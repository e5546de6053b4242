package io.rubato.examples.serving.worker;

import org.jspecify.annotations.Nullable;

/// Asks a decode worker for an answer.
///
/// @param tokens the prompt
/// @param cache what prefill made of all its tokens but the last
/// @param maxTokens the most tokens of the answer
/// @param temperature 0 for the likeliest answer
/// @param ignoreEnd whether the answer goes on until it has the most tokens
/// @param fault `decode` to fail half-way, for practice
public record DecodeRequest(
        int[] tokens,
        CacheHandle cache,
        int maxTokens,
        double temperature,
        boolean ignoreEnd,
        @Nullable String fault) {}
