package io.rubato.tracing.internal.sampling;

import io.rubato.tracing.SamplingRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads `condition & condition : rate` rules between semicolons; `*` alone is the condition that always holds.
public final class RuleParser {
    /// What a rule looks like, for messages.
    public static final String ACCEPTED =
            "property=value & property=value : rate, with rules between semicolons and rates from 0 to 1";

    private RuleParser() {}

    /// The rules that can be read; each other one is given to `wrong`.
    public static List<SamplingRule> parse(String text, Consumer<String> wrong) {
        List<SamplingRule> rules = new ArrayList<>();
        for (String piece : text.split(";")) {
            if (!piece.isBlank()) {
                SamplingRule rule = rule(piece.strip());
                if (rule == null) {
                    wrong.accept(piece.strip());
                } else {
                    rules.add(rule);
                }
            }
        }
        return rules;
    }

    private static @Nullable SamplingRule rule(String piece) {
        int colon = piece.lastIndexOf(':');
        if (colon < 0) {
            return null;
        }
        List<SamplingRule.Condition> conditions = new ArrayList<>();
        for (String condition : piece.substring(0, colon).split("&", -1)) {
            String text = condition.strip();
            int equal = text.indexOf('=');
            if (equal > 0) {
                conditions.add(new SamplingRule.Condition(
                        text.substring(0, equal).strip(),
                        text.substring(equal + 1).strip()));
            } else if (!text.equals("*")) {
                return null;
            }
        }
        try {
            return new SamplingRule(
                    conditions, Double.parseDouble(piece.substring(colon + 1).strip()));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
