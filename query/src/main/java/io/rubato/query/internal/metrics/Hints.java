package io.rubato.query.internal.metrics;

import io.rubato.query.MetricsRequest.Exemplars;
import io.rubato.traceql.Hint;
import io.rubato.traceql.Static;
import java.util.ArrayList;
import java.util.List;

/// What `with(...)` asks of a metrics query. All spans are always looked at, so that what asks for samples asks for
/// less
/// than is given.
///
/// @param exemplars at most so many
/// @param extrapolate whether spans count as often as their sampling says
/// @param warnings of hints that mean nothing here
record Hints(int exemplars, boolean extrapolate, List<String> warnings) {
    static Hints of(List<Hint> hints, Exemplars exemplars) {
        int most = exemplars.usual();
        boolean extrapolate = false;
        List<String> warnings = new ArrayList<>();
        for (Hint hint : hints) {
            switch (hint.name()) {
                case "exemplars" -> {
                    switch (hint.value()) {
                        case Static.Int(long number) -> most = Math.clamp(number, 0, exemplars.most());
                        case Static.Bool(boolean wanted) -> most = wanted ? exemplars.usual() : 0;
                        default -> warnings.add(wrong(hint, "a number or truth value"));
                    }
                }
                case "extrapolate" -> {
                    if (hint.value() instanceof Static.Bool(boolean wanted)) {
                        extrapolate = wanted;
                    } else {
                        warnings.add(wrong(hint, "true or false"));
                    }
                }
                default -> {
                    if (!io.rubato.query.internal.search.Hints.isKnown(hint.name())) {
                        warnings.add("unknown hint " + hint.name() + " was left out of account");
                    }
                }
            }
        }
        return new Hints(most, extrapolate, List.copyOf(warnings));
    }

    private static String wrong(Hint hint, String expected) {
        return "hint " + hint + " was left out of account (expected: " + expected + ")";
    }
}
