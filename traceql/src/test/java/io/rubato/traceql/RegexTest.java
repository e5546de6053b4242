package io.rubato.traceql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {
    @Test
    void coversTheWholeValueAndItsLineEnds() {
        assertThat(Regex.compile("a.*z").matcher("a\nz").matches()).isTrue();
        assertThat(Regex.compile("a").matcher("ab").matches()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
                "\\x{10FFFF}{3}\\p{Greek}+\\pL",
                "[[:alpha:]]{2,}[]{}()]{5}",
                "{a}{",
                "\\Q(((\\E",
                "(?i)foo|bar(?P<n>x{1000})"
            })
    void whatPeopleWriteIsTaken(String regex) {
        assertThat(Regex.compile(regex)).isNotNull();
    }

    @Test
    void longAlternativesAreTaken() {
        String list = IntStream.range(0, 4_000).mapToObj(i -> "service-" + i).collect(Collectors.joining("|"));
        assertThat(Regex.compile(list).matcher("service-3999").matches()).isTrue();
    }

    @Test
    void estimateFollowsGroupsAndRepetitions() {
        assertThat(RegexSize.of("((a{10}b){3}c)")).isEqualTo(new RegexSize.Estimate(2, 38));
    }

    @Test
    void errorsSayWhatIsWrong() {
        assertThatThrownBy(() -> Regex.compile("x".repeat(70_000)))
                .hasMessage("invalid regex: about 70000 characters with repetitions, expected at most 65536");
        assertThatThrownBy(() -> Regex.compile("["))
                .hasMessageStartingWith("invalid regex: ")
                .hasMessageContaining("[");
    }
}
