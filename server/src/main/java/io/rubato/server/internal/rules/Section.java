package io.rubato.server.internal.rules;

import io.rubato.server.config.ConfigException;
import io.rubato.server.internal.config.Durations;
import io.rubato.server.internal.config.EditDistance;
import io.rubato.server.internal.config.YamlDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// A mapping of a rule file. Every error names file, line and key, and what is accepted.
final class Section {
    private final YamlDocument document;
    private final String path;
    private final Node node;
    private final Map<String, Node> values = new LinkedHashMap<>();

    /// @param path of it, for messages; empty for the file
    Section(YamlDocument document, String path, Node node) throws ConfigException {
        this.document = document;
        this.path = path;
        this.node = node;
        if (!(node instanceof MappingNode mapping)) {
            throw new ConfigException(document.where(node) + ": " + (path.isEmpty() ? "the file" : path) + " is "
                    + YamlDocument.describe(node) + ", expected a mapping of keys to values");
        }
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw error(entry.getKeyNode(), "a key", YamlDocument.describe(entry.getKeyNode()), "a name");
            }
            if (values.put(key.getValue(), entry.getValueNode()) != null) {
                throw new ConfigException(
                        document.where(key) + ": " + in(key.getValue()) + " is given twice, expected once");
            }
        }
    }

    /// @throws ConfigException for a key that is none of these
    Section only(List<String> keys) throws ConfigException {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key && !keys.contains(key.getValue())) {
                    String nearest = nearest(key.getValue(), keys);
                    throw new ConfigException(document.where(key) + ": " + in(key.getValue())
                            + " is unknown, expected one of " + String.join(", ", keys)
                            + (nearest == null ? "" : "; did you mean " + nearest + "?"));
                }
            }
        }
        return this;
    }

    private static @Nullable String nearest(String name, List<String> keys) {
        String nearest = null;
        int best = Math.max(1, name.length() / 3) + 1;
        for (String key : keys) {
            int distance = EditDistance.between(name, key);
            if (distance < best) {
                best = distance;
                nearest = key;
            }
        }
        return nearest;
    }

    private String in(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Map<String, Node> values() {
        return values;
    }

    /// @throws ConfigException when it is missing, empty or no text
    String text(String key, String expected) throws ConfigException {
        Optional<String> text = find(key, expected);
        if (text.isEmpty() || text.get().isBlank()) {
            throw error(key, text.isEmpty() ? "missing" : "empty", expected);
        }
        return text.get();
    }

    Optional<String> find(String key, String expected) throws ConfigException {
        Node value = values.get(key);
        if (value == null || YamlDocument.isNull(value)) {
            return Optional.empty();
        }
        if (!(value instanceof ScalarNode scalar)) {
            throw error(key, YamlDocument.describe(value), expected);
        }
        return Optional.of(scalar.getValue());
    }

    Duration duration(String key, Duration least, Duration otherwise) throws ConfigException {
        String expected = "a duration such as 30s or 5m, at least " + Durations.format(least);
        Optional<String> text = find(key, expected);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            Duration duration = Durations.parse(text.get());
            if (duration.compareTo(least) >= 0) {
                return duration;
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            // told below
        }
        throw error(key, "'" + YamlDocument.oneLine(text.get()) + "'", expected);
    }

    int count(String key) throws ConfigException {
        String expected = "an integer, at least 0";
        Optional<String> text = find(key, expected);
        if (text.isPresent() && !text.get().matches("[0-9]{1,9}")) {
            throw error(key, "'" + YamlDocument.oneLine(text.get()) + "'", expected);
        }
        return text.map(Integer::parseInt).orElse(0);
    }

    /// The elements of a list; none where it is missing.
    List<Node> list(String key, String expected) throws ConfigException {
        Node value = values.get(key);
        if (value == null || YamlDocument.isNull(value)) {
            return List.of();
        }
        if (!(value instanceof SequenceNode sequence)) {
            throw error(key, YamlDocument.describe(value), expected);
        }
        return sequence.getValue();
    }

    /// The texts of a list; none where it is missing.
    List<String> texts(String key) throws ConfigException {
        List<String> texts = new ArrayList<>();
        for (Node element : list(key, "a list of texts")) {
            if (!(element instanceof ScalarNode scalar)) {
                throw error(element, in(key), YamlDocument.describe(element), "a list of texts");
            }
            texts.add(scalar.getValue());
        }
        return texts;
    }

    /// A mapping under a key.
    Optional<Section> section(String key) throws ConfigException {
        Node value = values.get(key);
        return value == null || YamlDocument.isNull(value)
                ? Optional.empty()
                : Optional.of(new Section(document, in(key), value));
    }

    ConfigException error(String key, String found, String expected) {
        return error(values.getOrDefault(key, node), in(key), found, expected);
    }

    /// About a key, in words that go on after `is `... or whatever the fault begins with.
    ConfigException error(String key, String fault) {
        return new ConfigException(
                document.where(values.getOrDefault(key, node)) + ": " + in(key) + " " + YamlDocument.oneLine(fault));
    }

    private ConfigException error(Node where, String what, String found, String expected) {
        return new ConfigException(document.where(where) + ": " + what + " is " + found + ", expected " + expected);
    }
}
