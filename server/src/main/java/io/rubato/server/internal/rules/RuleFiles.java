package io.rubato.server.internal.rules;

import io.rubato.server.config.CheckedRules;
import io.rubato.server.config.ConfigException;
import io.rubato.server.config.RuleSettings;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The rule files as they are at one moment.
///
/// @param texts what is in each, or why it cannot be read, so that a change can be told
public record RuleFiles(Map<Path, Content> texts) {
    sealed interface Content {
        record Text(String text) implements Content {}

        record Unreadable(String why) implements Content {}
    }

    /// Reads the files; what is wrong is told by [#groups].
    public static RuleFiles read(List<Path> files) {
        Map<Path, Content> texts = new LinkedHashMap<>();
        for (Path file : files) {
            texts.put(file, content(file));
        }
        return new RuleFiles(texts);
    }

    private static Content content(Path file) {
        try {
            return new Content.Text(Files.readString(file));
        } catch (NoSuchFileException e) {
            return new Content.Unreadable("no such file, expected rules");
        } catch (MalformedInputException e) {
            return new Content.Unreadable("not UTF-8, expected a YAML file");
        } catch (IOException e) {
            return new Content.Unreadable("cannot be read: " + e.getMessage());
        }
    }

    /// @throws ConfigException at the first thing that is wrong
    List<RuleGroup> groups(RuleSettings settings) throws ConfigException {
        List<RuleGroup> groups = new ArrayList<>();
        for (Map.Entry<Path, Content> file : texts.entrySet()) {
            switch (file.getValue()) {
                case Content.Unreadable(String why) -> throw new ConfigException(file.getKey() + ": " + why);
                case Content.Text(String text) -> groups.addAll(RuleReader.read(file.getKey(), text, settings));
            }
        }
        return groups;
    }

    /// What there is.
    ///
    /// @throws ConfigException at the first thing that is wrong
    public CheckedRules check(RuleSettings settings) throws ConfigException {
        List<RuleGroup> groups = groups(settings);
        long alerts = groups.stream()
                .flatMap(group -> group.rules().stream())
                .filter(rule -> rule instanceof Rule.Alerting)
                .count();
        long all = groups.stream().mapToLong(group -> group.rules().size()).sum();
        return new CheckedRules(groups.size(), all - alerts, alerts);
    }
}
