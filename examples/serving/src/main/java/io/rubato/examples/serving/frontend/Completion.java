package io.rubato.examples.serving.frontend;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A chat completion or a chunk of one, as OpenAI has them.
@JsonInclude(JsonInclude.Include.NON_NULL)
record Completion(
        String id,
        String object,
        long created,
        String model,
        List<Choice> choices,
        @Nullable Usage usage) {

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Choice(
            int index,
            @Nullable Message message,
            @Nullable Message delta,

            @JsonProperty("finish_reason") @JsonInclude @Nullable
            String finishReason) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Message(@Nullable String role, @Nullable String content) {}

    record Usage(
            @JsonProperty("prompt_tokens") int prompt,
            @JsonProperty("completion_tokens") int completion,
            @JsonProperty("total_tokens") int total) {
        static Usage of(int prompt, int completion) {
            return new Usage(prompt, completion, prompt + completion);
        }
    }

    static Completion whole(String id, long created, String model, String text, String reason, Usage usage) {
        Choice choice = new Choice(0, new Message("assistant", text), null, reason);
        return new Completion(id, "chat.completion", created, model, List.of(choice), usage);
    }

    static Completion chunk(
            String id,
            long created,
            String model,
            @Nullable String role,
            @Nullable String text,
            @Nullable String reason) {
        Choice choice = new Choice(0, null, new Message(role, text), reason);
        return new Completion(id, "chat.completion.chunk", created, model, List.of(choice), null);
    }

    static Completion usageChunk(String id, long created, String model, Usage usage) {
        return new Completion(id, "chat.completion.chunk", created, model, List.of(), usage);
    }
}
