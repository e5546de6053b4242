package io.rubato.server.internal.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Text in which `{{ $labels.NAME }}` stands for a label of the series and `{{ $value }}` for its number. Nothing else
/// of Prometheus' templates is understood, and anything else in braces is refused.
///
/// @param text as it was written
record Template(String text, List<Part> parts) {
    private static final Pattern ACTION = Pattern.compile("\\{\\{-?\\s*(.*?)\\s*-?\\}\\}", Pattern.DOTALL);
    private static final Pattern LABEL = Pattern.compile("\\$labels\\.([a-zA-Z_][a-zA-Z0-9_]*)");

    Template {
        parts = List.copyOf(parts);
    }

    sealed interface Part {
        record Plain(String text) implements Part {}

        record Label(String name) implements Part {}

        record Value() implements Part {}
    }

    /// @throws RuleException naming what is not understood
    static Template parse(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher action = ACTION.matcher(text);
        int end = 0;
        while (action.find()) {
            parts.add(plain(text.substring(end, action.start())));
            parts.add(action(action.group(1)));
            end = action.end();
        }
        parts.add(plain(text.substring(end)));
        return new Template(text, parts);
    }

    private static Part plain(String text) {
        if (text.contains("{{")) {
            throw new RuleException("has {{ without }}");
        }
        return new Part.Plain(text);
    }

    private static Part action(String action) {
        if (action.equals("$value")) {
            return new Part.Value();
        }
        Matcher label = LABEL.matcher(action);
        if (!label.matches()) {
            throw new RuleException("has {{ " + action + " }}, expected {{ $labels.NAME }} or {{ $value }}");
        }
        return new Part.Label(label.group(1));
    }

    boolean isPlain() {
        return parts.stream().allMatch(part -> part instanceof Part.Plain);
    }

    /// A label that is asked for and not among these.
    Optional<String> unknown(Set<String> labels) {
        for (Part part : parts) {
            if (part instanceof Part.Label(String name) && !labels.contains(name)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    /// A label that the series does not have is empty.
    String expand(LabelSet labels, double value) {
        StringBuilder expanded = new StringBuilder();
        for (Part part : parts) {
            expanded.append(
                    switch (part) {
                        case Part.Plain(String plain) -> plain;
                        case Part.Label(String name) -> labels.get(name);
                        case Part.Value _ -> Numbers.text(value);
                    });
        }
        return expanded.toString();
    }
}
