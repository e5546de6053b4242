package io.rubato.server.internal.config;

import io.rubato.server.config.ConfigException;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// A YAML file as nodes that know their line. Scalars stay text: their type is the setting's, not YAML's, so that
/// `1_000_000` is an integer and `on` a switch.
public record YamlDocument(String source, Optional<Node> root) {

    /// @param source name of the file, for messages
    public static YamlDocument parse(String text, String source) throws ConfigException {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source)
                .setSchema(new CoreSchema())
                .setAllowNonScalarKeys(true)
                .build();
        try {
            return new YamlDocument(
                    source, new Compose(settings).composeString(text).filter(node -> !isNull(node)));
        } catch (MarkedYamlEngineException e) {
            String where =
                    source + e.getProblemMark().map(mark -> ":" + line(mark)).orElse("");
            throw new ConfigException(where + ": not YAML: " + oneLine(e.getProblem()));
        } catch (YamlEngineException e) {
            throw new ConfigException(source + ": not YAML: " + oneLine(String.valueOf(e.getMessage())));
        }
    }

    /// File and line.
    public String where(Node node) {
        return source + ":" + node.getStartMark().map(YamlDocument::line).orElse(0);
    }

    public static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.isPlain()
                && scalar.getTag().equals(Tag.NULL);
    }

    /// What an operator would call the node.
    public static String describe(Node node) {
        return switch (node) {
            case ScalarNode scalar -> "'" + oneLine(scalar.getValue()) + "'";
            case MappingNode mapping -> "a mapping";
            default -> "a list";
        };
    }

    private static int line(Mark mark) {
        return mark.getLine() + 1;
    }

    public static String oneLine(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= 120 ? line : line.substring(0, 120) + "...";
    }
}
