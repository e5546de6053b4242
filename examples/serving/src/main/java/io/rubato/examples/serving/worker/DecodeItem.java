package io.rubato.examples.serving.worker;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// One piece of an answer: a token, or what there is to say after the last one.
///
/// @param text the token's text; nothing in the last piece
/// @param last what the last piece says
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DecodeItem(@Nullable String text, @Nullable Summary last) {
    /// @param finishReason `stop` or `length`, as OpenAI has them
    /// @param tokens how many the answer has
    /// @param queued nanoseconds in the queue
    /// @param fetched nanoseconds until the key-value cache was there
    /// @param worked nanoseconds in the model
    public record Summary(String finishReason, int tokens, long queued, long fetched, long worked) {}
}
