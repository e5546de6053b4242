package io.rubato.traceql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LenientFilterTest {
    private static String filter(String query) {
        return TraceQl.lenientFilter(query).toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '~',
            value = {
                "{} -> true",
                "{ .a = 1 } -> .a = 1",
                "{ .a = 1 && .b =~ \"x|y\" } -> (.a = 1) && (.b =~ `x|y`)",
                "{ resource.service.name=\"a\" && span.foo= } -> resource.service.name = `a`",
                "{ resource.service.name=\"a\" && span.foo= -> resource.service.name = `a`",
                "{ resource.service.name=\"a\" && span. -> resource.service.name = `a`",
                "{ resource.service.name=\"a\" && span.foo -> resource.service.name = `a`",
                "{ resource.service.name=\"a\" &&  -> resource.service.name = `a`",
                "{ resource.service.name=\"a -> true",
                "{ span.foo= && resource.bar=\"x\" } -> resource.bar = `x`",
                "{ span.foo && .c > -3 && status = error && kind != nil } -> ((.c > -3) && (status = error)) && (kind != nil)",
                "{ duration > 1s && span.foo = b } -> duration > 1s",
                "{ .a = 1 || .b = 2 } -> (.a = 1) || (.b = 2)",
                "{ .a = 1 || .b = } -> true",
                "{ .a = 1 || .b = && .c = 3 } -> .c = 3",
                "{ .a = 1 || .b = 2 && .c = 3 } -> ((.a = 1) || (.b = 2)) && (.c = 3)",
                "{ .a = 1 && .b = 2 || .c = 3 } -> ((.a = 1) && (.b = 2)) || (.c = 3)",
                "{ .a = 1 && .b = || .c = 3 } -> (.a = 1) || (.c = 3)",
                "{ (.a = 1 || .a = 2) && .c = 3 } -> ((.a = 1) || (.a = 2)) && (.c = 3)",
                "{ (.a = 1 || .a = ) && .c = 3 } -> .c = 3",
                "{ (.a = 1 && .b = 2) && .c = 3 } -> ((.a = 1) && (.b = 2)) && (.c = 3)",
                "{ !(.a = 1) && .c = 3 } -> (!(.a = 1)) && (.c = 3)",
                "{ !(.a = ) && .c = 3 } -> .c = 3",
                "{ .a + 1 = 2 && .c = 3 } -> ((.a + 1) = 2) && (.c = 3)",
                "{ .a + 1 && .c = 3 } -> .c = 3",
                "{ .a = .b && .c = 3 } -> (.a = .b) && (.c = 3)",
                "{ .a =~ \"[\" && .c = 3 } -> .c = 3",
                "{ status = 1 && .c = 3 } -> .c = 3",
                "{ .a = 1 } | rate() -> .a = 1",
                "{ .a = 1 } | rate() by( -> .a = 1",
                "{ .a = 1 } | { .b = 2 } -> (.a = 1) && (.b = 2)",
                "{ .a = 1 } | { .b =  -> .a = 1",
                "{ .a = 1 } && { .b = 2 } -> (.a = 1) || (.b = 2)",
                "{ .a = 1 } >> { .b = 2 } | { .c = 3 } -> (.a = 1) || ((.b = 2) && (.c = 3))",
                "{ .a = 1 } >> { .b =  -> true",
                "{ .a = 1 } >> { } -> true",
                "{ .a = 1 } | compare({ .b = 2 }, 10) -> .a = 1",
                ".a = 1 -> true",
                "{ .a = 'x' && .b = 1 } -> true",
                "{ .b = 1 && .a = # -> .b = 1",
                "garbage -> true",
                "{ (.a = 1 -> true",
                "{ (.a) = (1) && .b = 2 } -> (.a = 1) && (.b = 2)"
            })
    void whatIsCompleteIsKept(String query, String expected) {
        assertThat(filter(query.stripTrailing())).isEqualTo(expected);
    }

    @Test
    void deepAndLongTextsDoNoHarm() {
        assertThat(filter("{ " + "(".repeat(20_000) + ".a = 1")).isEqualTo("true");
        assertThat(filter("{ " + "(".repeat(20_000) + ".a = 1" + ")".repeat(20_000)))
                .isEqualTo("true");
        assertThat(filter("{ .a = 1 }" + " ".repeat(TraceQl.MAX_BYTES))).isEqualTo("true");
        // What stands too deep counts as true.
        assertThat(filter("{ " + ".a = 1 || .b = 2 && ".repeat(5_000) + ".c = 3 }"))
                .hasSizeLessThan(10_000)
                .endsWith("&& (.c = 3)");
        assertThat(TraceQl.lenientFilter("{ " + ".a = 1 || ".repeat(5_000) + ".c = 3 }"))
                .isInstanceOf(Binary.class);
        assertThat(TraceQl.lenientFilter("{ .a = 1 } || ".repeat(5_000) + "{ .c = 3 }"))
                .isInstanceOf(Binary.class);
    }
}
