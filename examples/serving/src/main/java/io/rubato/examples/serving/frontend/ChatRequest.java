package io.rubato.examples.serving.frontend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the example takes of an OpenAI chat completion request; other fields are let be, as OpenAI does.
///
/// @param maxTokens the most tokens of the answer
/// @param usage whether a stream ends with the usage
/// @param ignoreEnd whether the answer goes on until it has the most tokens: `ignore_eos`, as vLLM has it
/// @param fault where the request shall fail, for practice: `metadata.fault`
record ChatRequest(
        String model,
        List<Message> messages,
        int maxTokens,
        double temperature,
        boolean stream,
        boolean usage,
        boolean ignoreEnd,
        @Nullable String fault) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEFAULT_MAX_TOKENS = 128;
    private static final int MOST_TOKENS = 2048;

    record Message(String role, String content) {}

    /// @throws ApiException if it is not a chat request
    static ChatRequest parse(byte[] body) throws ApiException {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (IOException e) {
            throw ApiException.invalid(null, "the body is not JSON: " + firstLine(e));
        }
        if (!root.isObject()) {
            throw ApiException.invalid(null, "the body is not a JSON object");
        }
        if (!root.path("model").isTextual()) {
            throw ApiException.invalid("model", "model: expected the name of a model");
        }
        if (root.path("n").asInt(1) != 1) {
            throw ApiException.invalid("n", "n: " + root.get("n") + ", only 1 is supported");
        }
        return new ChatRequest(
                root.get("model").asText(),
                messages(root.path("messages")),
                maxTokens(root),
                temperature(root.path("temperature")),
                root.path("stream").asBoolean(),
                root.path("stream_options").path("include_usage").asBoolean(),
                root.path("ignore_eos").asBoolean(),
                root.path("metadata").path("fault").asText(null));
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static List<Message> messages(JsonNode node) throws ApiException {
        if (!node.isArray() || node.isEmpty()) {
            throw ApiException.invalid("messages", "messages: expected an array of one message or more");
        }
        List<Message> messages = new ArrayList<>();
        for (JsonNode message : node) {
            String place = "messages[" + messages.size() + "]";
            if (!message.path("role").isTextual()) {
                throw ApiException.invalid(place + ".role", place + ".role: expected system, user or assistant");
            }
            messages.add(new Message(message.get("role").asText(), content(message.path("content"), place)));
        }
        return messages;
    }

    /// A text, or an array of parts of which those of type text count.
    private static String content(JsonNode node, String place) throws ApiException {
        if (node.isTextual()) {
            return node.asText();
        }
        if (!node.isArray()) {
            throw ApiException.invalid(place + ".content", place + ".content: expected a text or an array of parts");
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : node) {
            if (!part.path("type").asText().equals("text")) {
                throw ApiException.invalid(
                        place + ".content", place + ".content: only parts of type text are supported");
            }
            text.append(part.path("text").asText());
        }
        return text.toString();
    }

    private static int maxTokens(JsonNode root) throws ApiException {
        String name = root.hasNonNull("max_completion_tokens") ? "max_completion_tokens" : "max_tokens";
        if (!root.hasNonNull(name)) {
            return DEFAULT_MAX_TOKENS;
        }
        JsonNode value = root.get(name);
        if (!value.canConvertToInt() || value.asInt() < 1 || value.asInt() > MOST_TOKENS) {
            throw ApiException.invalid(name, name + ": " + value + ", expected 1 to " + MOST_TOKENS);
        }
        return value.asInt();
    }

    private static double temperature(JsonNode value) throws ApiException {
        if (value.isMissingNode() || value.isNull()) {
            return 1;
        }
        if (!value.isNumber() || value.asDouble() < 0 || value.asDouble() > 2) {
            throw ApiException.invalid("temperature", "temperature: " + value + ", expected 0 to 2");
        }
        return value.asDouble();
    }

    /// The text that the model reads.
    String prompt() {
        StringBuilder prompt = new StringBuilder();
        for (Message message : messages) {
            prompt.append(message.role()).append(": ").append(message.content()).append('\n');
        }
        return prompt.append("assistant:").toString();
    }
}
