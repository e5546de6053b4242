package io.rubato.traceql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LenientMatchersTest {
    private static String matchers(String query) {
        return TraceQl.matchers(query).stream()
                .map(matcher -> matcher.field() + " " + matcher.operator() + " " + matcher.value())
                .collect(Collectors.joining("; "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            nullValues = "",
            value = {
                "{}; ''",
                "{ .a = 1 }; .a = 1",
                "{ .a = 1 && .b =~ \"x|y\" }; '.a = 1; .b =~ `x|y`'",
                "{ resource.service.name=\"a\" && span.foo= }; resource.service.name = `a`",
                "{ resource.service.name=\"a\" && span.foo=; resource.service.name = `a`",
                "{ resource.service.name=\"a\" && span.; resource.service.name = `a`",
                "{ resource.service.name=\"a\" && ; resource.service.name = `a`",
                "{ resource.service.name=\"a; ''",
                "{ span.foo= && resource.bar=\"x\" }; resource.bar = `x`",
                "{ span.foo && .c > -3 && status = error && kind != nil }; '.c > -3; status = error; kind != nil'",
                "{ duration > 1s && span.foo = b }; duration > 1s",
                "{ .a = 1 || .b = 2 }; ''",
                "{ .a = 1 || .b = 2 && .c = 3 }; .c = 3",
                "{ .a = 1 && .b = 2 || .c = 3 }; ''",
                "{ (.a = 1 || .a = 2) && .c = 3 }; .c = 3",
                "{ (.a = 1 && .b = 2) && .c = 3 }; '.a = 1; .b = 2; .c = 3'",
                "{ !(.a = 1) && .c = 3 }; .c = 3",
                "{ .a + 1 = 2 && .c = 3 }; .c = 3",
                "{ .a = .b && .c = 3 }; .c = 3",
                "{ .a =~ \"[\" && .c = 3 }; .c = 3",
                "{ status = 1 && .c = 3 }; .c = 3",
                "{ .a = 1 } | rate(); .a = 1",
                "{ .a = 1 } && { .b = 2 }; ''",
                ".a = 1; ''",
                "{ .a = 'x' && .b = 1 }; ''",
                "{ .b = 1 && .a = #; .b = 1",
                "garbage; ''",
                "{ (.a = 1; ''"
            })
    void completeConditionsAreKept(String query, String expected) {
        assertThat(matchers(query)).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void deepAndLongTextsDoNoHarm() {
        assertThat(matchers("{ " + "(".repeat(20_000) + ".a = 1")).isEmpty();
        assertThat(matchers("{ " + "(".repeat(20_000) + ".a = 1" + ")".repeat(20_000)))
                .isEmpty();
        assertThat(matchers("{ .a = 1 }" + " ".repeat(TraceQl.MAX_BYTES))).isEmpty();
    }
}
