package io.rubato.server.internal.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rubato.server.config.ConfigException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// Walks a YAML document along the known keys: reads settings, warns of what is unknown or has no effect.
final class ConfigReader {
    private static final Set<String> SECTION_LISTS = Set.of("metrics_generator.storage.remote_write");

    private final YamlDocument document;
    private final Environment environment;
    private final List<Warning> warnings = new ArrayList<>();
    private final Map<Key<?>, Found<?>> found = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final Set<String> passedOver = new HashSet<>();

    private record Found<T>(String path, String where, KeyTable.Setting<T> setting, T value) {}

    ConfigReader(YamlDocument document, Environment environment) {
        this.document = document;
        this.environment = environment;
    }

    Values read() throws ConfigException {
        if (document.root().isPresent()) {
            readSection("", document.root().get());
        }
        Values values = new Values();
        found.values().forEach(setting -> put(values, setting));
        return values;
    }

    List<Warning> warnings() {
        return warnings;
    }

    /// Whether the file holds this path, even with nothing under it.
    boolean has(String path) {
        return seen.contains(path);
    }

    private static <T> void put(Values values, Found<T> found) {
        values.put(found.setting().key(), found.value());
    }

    private void readSection(String section, Node node) throws ConfigException {
        if (YamlDocument.isNull(node)) {
            return;
        }
        if (node instanceof SequenceNode sequence && SECTION_LISTS.contains(section)) {
            readFirst(section, sequence);
            return;
        }
        if (!(node instanceof MappingNode mapping)) {
            throw error(node, section.isEmpty() ? "the file" : section, "a mapping of keys to values");
        }
        Map<String, Node> names = new HashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw error(entry.getKeyNode(), "a key", "a name");
            }
            String path = section.isEmpty() ? key.getValue() : section + "." + key.getValue();
            Node first = names.putIfAbsent(key.getValue(), key);
            if (first != null) {
                throw new ConfigException(document.where(key) + ": " + path + " is given twice, expected once, as in "
                        + document.where(first));
            }
            seen.add(path);
            readEntry(section, path, key, entry.getValueNode());
        }
    }

    /// A list of sections of which one is supported.
    private void readFirst(String section, SequenceNode sequence) throws ConfigException {
        List<Node> sections = sequence.getValue();
        if (sections.size() > 1) {
            warn(sections.get(1), "of " + section + " only the first has an effect here");
        }
        if (!sections.isEmpty()) {
            readSection(section, sections.getFirst());
        }
    }

    private void readEntry(String section, String path, ScalarNode key, Node value) throws ConfigException {
        KeyTable keys = KeyTable.INSTANCE;
        KeyTable.Setting<?> setting = keys.setting(path);
        IgnoredKey ignored = keys.ignored(path);
        if (setting != null) {
            readSetting(path, setting, value);
        } else if (keys.isSection(path)) {
            int settingsBefore = found.size();
            readSection(path, value);
            if (ignored != null && passedOver.remove(path)) {
                String what = found.size() == settingsBefore ? path : "the rest of " + path;
                warn(key, what + " has no effect here: " + ignored.why());
            }
        } else if (ignored != null) {
            warn(key, path + " has no effect here: " + ignored.why());
        } else {
            String ignoredSection = keys.ignoredSection(section);
            if (ignoredSection == null) {
                warn(key, path + " is unknown and ignored" + suggestion(section, key.getValue()));
            } else {
                passedOver.add(ignoredSection);
            }
        }
    }

    private static String suggestion(String section, String name) {
        String nearest = KeyTable.INSTANCE.nearest(section, name);
        return nearest == null ? "" : ", did you mean " + nearest + "?";
    }

    private <T> void readSetting(String path, KeyTable.Setting<T> setting, Node node) throws ConfigException {
        if (YamlDocument.isNull(node)) {
            return;
        }
        List<String> texts = texts(path, setting.type(), node);
        T value;
        try {
            value = setting.type().parser().apply(texts);
        } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            throw new ConfigException(
                    document.where(node) + ": " + path + " is '" + YamlDocument.oneLine(String.join(", ", texts))
                            + "', expected " + setting.type().expected());
        }
        Found<T> now = new Found<>(path, document.where(node), setting, value);
        Found<?> before = found.get(setting.key());
        boolean stays = before != null && before.setting().rank() < setting.rank();
        if (before != null && !before.value().equals(value)) {
            warnings.add(stays ? givesWay(now, before) : givesWay(before, now));
        }
        if (!stays) {
            found.put(setting.key(), now);
        }
    }

    private static Warning givesWay(Found<?> loses, Found<?> counts) {
        return new Warning(loses.where(), loses.path() + " gives way to " + counts.path() + " at " + counts.where());
    }

    private List<String> texts(String path, ValueType<?> type, Node node) throws ConfigException {
        return switch (type.shape()) {
            case SCALAR -> List.of(text(path, type, node));
            case LIST -> {
                if (!(node instanceof SequenceNode sequence)) {
                    throw error(node, path, type.expected());
                }
                List<String> texts = new ArrayList<>();
                for (Node element : sequence.getValue()) {
                    texts.add(text(path, type, element));
                }
                yield texts;
            }
            case TREE -> List.of(json(path, type, node).toString());
        };
    }

    private JsonNode json(String path, ValueType<?> type, Node node) throws ConfigException {
        JsonNodeFactory make = JsonNodeFactory.instance;
        return switch (node) {
            case MappingNode mapping -> {
                ObjectNode object = make.objectNode();
                for (NodeTuple entry : mapping.getValue()) {
                    object.set(text(path, type, entry.getKeyNode()), json(path, type, entry.getValueNode()));
                }
                yield object;
            }
            case SequenceNode sequence -> {
                ArrayNode array = make.arrayNode();
                for (Node element : sequence.getValue()) {
                    array.add(json(path, type, element));
                }
                yield array;
            }
            default -> make.textNode(text(path, type, node));
        };
    }

    private String text(String path, ValueType<?> type, Node node) throws ConfigException {
        if (!(node instanceof ScalarNode scalar)) {
            throw error(node, path, type.expected());
        }
        try {
            return environment.expand(scalar.getValue());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(document.where(node) + ": " + path + ": " + e.getMessage());
        }
    }

    private ConfigException error(Node node, String path, String expected) {
        return new ConfigException(
                document.where(node) + ": " + path + " is " + YamlDocument.describe(node) + ", expected " + expected);
    }

    private void warn(Node node, String message) {
        warnings.add(new Warning(document.where(node), message));
    }
}
