package io.rubato.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rubato.query.internal.value.Regexes;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RegexTest {
    private static final List<String> PARTS = List.of(
            "a", "b", "ab", ".", ".*", ".+", "|", "\\.", "é", "(a|b)", "[ab]", "a?", "b*", "(?:", ")", "^", "$", "x{2}",
            "{1,3}", "{2,}", "+", "*", "?", "*?", "[^a]", "[^ab.]", "[a-c]", "\\d", "\\w", "\\W+", "\\s", "(", "A",
            "[]a]", "[b-]");
    private static final List<String> LETTERS = List.of("a", "b", ".", "é", "\n", "x", "A", "1", "-", "]");

    /// Shortcuts on bytes must not show: the same as another engine that knows none.
    @Test
    void matchesAsAnotherEngineDoes() {
        long seed = 7;
        Random random = new Random(seed);
        int tried = 0;
        while (tried < 20_000) {
            String pattern = (random.nextInt(8) == 0 ? "(?i)" : "") + join(random, PARTS, 6);
            Pattern other = compiled(pattern);
            if (other == null) {
                continue;
            }
            tried++;
            for (int i = 0; i < 4; i++) {
                String text = join(random, LETTERS, 6);
                assertThat(Regexes.compile(pattern).test(text))
                        .as("seed %d: '%s' =~ '%s'", seed, text, pattern)
                        .isEqualTo(other.matcher(text).matches());
            }
        }
    }

    /// A table of all states of this one would have thousands of rows.
    @Test
    void matchesWhatHasNoRoomInATable() {
        Random random = new Random(8);
        String pattern = "(a|b)*a(a|b){12}";
        for (int i = 0; i < 2_000; i++) {
            String text = join(random, List.of("a", "b"), 60);
            assertThat(Regexes.compile(pattern).test(text))
                    .isEqualTo(text.length() > 12 && text.charAt(text.length() - 13) == 'a');
        }
    }

    @Test
    void isDoneInTimeWithHostilePatterns() {
        String text = "a".repeat(5_000) + "b";
        for (String pattern : List.of(
                "(a*)*",
                "(a|a)*c",
                "(a|aa)+c",
                "(.*a){25}c",
                "((a{30}){30}){1,30}",
                "(x?){500}x{500}",
                "[^c]*c[^d]{900}")) {
            assertThat(Regexes.compile(pattern).test(text)).as(pattern).isFalse();
        }
    }

    private static String join(Random random, List<String> parts, int most) {
        StringBuilder joined = new StringBuilder();
        for (int i = random.nextInt(most); i >= 0; i--) {
            joined.append(parts.get(random.nextInt(parts.size())));
        }
        return joined.toString();
    }

    private static @Nullable Pattern compiled(String pattern) {
        try {
            com.google.re2j.Pattern.compile(pattern);
            // `$` alone also matches before a final newline there.
            return Pattern.compile(pattern.replace("$", "\\z").replace("^", "\\A"), Pattern.DOTALL);
        } catch (com.google.re2j.PatternSyntaxException | java.util.regex.PatternSyntaxException e) {
            return null;
        }
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> Regexes.compile("a(b"))
                .isInstanceOf(QueryException.class)
                .hasMessage("invalid regex: 'a(b': missing closing )");
    }
}
