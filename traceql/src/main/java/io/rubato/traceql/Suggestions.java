package io.rubato.traceql;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The nearest known name for one that is not known.
final class Suggestions {
    private static final List<String> INTRINSICS = Arrays.stream(Intrinsic.values())
            .flatMap(intrinsic -> intrinsic.spellings().stream())
            .toList();

    private Suggestions() {}

    static String intrinsic(String text) {
        return nearest(text, INTRINSICS);
    }

    /// For a word where a value was expected.
    static String value(String text) {
        return nearest(
                text,
                Stream.concat(INTRINSICS.stream(), Keywords.CONSTANTS.keySet().stream())
                        .toList());
    }

    /// For a word where a function was expected.
    static String function(String text) {
        return nearest(text, Keywords.FUNCTIONS);
    }

    /// `, did you mean x?` or nothing if no name is near.
    static String nearest(String text, Collection<String> names) {
        int limit = Math.min(4, 1 + text.length() / 4);
        String best = "";
        int distance = limit + 1;
        for (String name : names) {
            if (Math.abs(name.length() - text.length()) > limit) {
                continue;
            }
            int candidate = distance(text.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
            if (candidate < distance) {
                distance = candidate;
                best = name;
            }
        }
        return best.isEmpty() ? "" : ", did you mean " + best + "?";
    }

    /// Levenshtein distance.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
