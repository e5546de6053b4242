package io.rubato.traceql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Large and deep queries: taken or refused within a second, never a StackOverflowError.
@Timeout(Deadline.SECONDS)
class LimitsTest {
    private static final int MANY = 10_000;

    private static String repeat(String open, String middle, String close) {
        return open.repeat(MANY) + middle + close.repeat(MANY);
    }

    /// On a small stack, because servers parse on threads that have not much more.
    private static TraceQlException refused(String query) throws InterruptedException {
        TraceQlException[] error = new TraceQlException[1];
        Throwable[] other = new Throwable[1];
        long start = System.nanoTime();
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        error[0] = catchThrowableOfType(TraceQlException.class, () -> TraceQl.parse(query));
                    } catch (Throwable e) {
                        other[0] = e;
                    }
                },
                "small stack",
                512 * 1024);
        thread.start();
        thread.join();
        assertThat(other[0]).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Deadline.LONGEST);
        return error[0];
    }

    static List<String> deep() {
        return List.of(
                repeat("(", "{}", ")"),
                repeat("(", "{}", ""),
                "{ " + repeat("(", ".a", ")") + " }",
                "{ " + repeat("!", ".a", "") + " }",
                "{ " + repeat("- ", ".a", "") + " }",
                "{ .a" + " ^ .a".repeat(MANY) + " }",
                "{ .a" + " + .a".repeat(MANY) + " = 1 }",
                "{ .a" + " && .a || .a".repeat(MANY) + " }",
                "{ " + repeat("(.a + ", "1", ")") + " }",
                "{}" + " > {}".repeat(MANY),
                "{} | count()" + " + count()".repeat(MANY) + " > 1",
                "{} | count() > " + repeat("(", "1", ")"),
                "{} | count() > " + repeat("-", "1", ""),
                repeat("(", "{} | rate()", ")"),
                "({} | rate())" + " + ({} | rate())".repeat(MANY / 2),
                repeat("({} | count()) + ", "1", ""),
                repeat("({} | by(.a)) && (", "{}", ""),
                repeat("(", "{} | count() > 1", ")"));
    }

    @ParameterizedTest
    @MethodSource("deep")
    void deepQueriesAreRefused(String query) throws InterruptedException {
        assertThat(refused(query.length() > TraceQl.MAX_BYTES ? query.substring(0, TraceQl.MAX_BYTES) : query))
                .hasMessageContaining("nested too deeply, expected at most 256 levels");
    }

    @Test
    void nestingUpToTheLimitIsTaken() {
        int levels = TraceQl.MAX_DEPTH - 1;
        Query query = TraceQl.parse("{ " + "(".repeat(levels) + ".a" + ")".repeat(levels) + " }");
        assertThat(query).isEqualTo(TraceQl.parse("{ .a }"));
        String sum = IntStream.range(0, levels).mapToObj(i -> ".a").collect(Collectors.joining(" + "));
        Query deepest = TraceQl.parse("{ " + sum + " = 1 }");
        assertThat(deepest.hashCode())
                .isEqualTo(TraceQl.parse("{ " + sum + " = 1 }").hashCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {" || ", " && "})
    void longListsOfConditionsAreTaken(String join) throws InterruptedException {
        String list = String.join(join, Collections.nCopies(3_500, "span:id = \"0123456789abcdef\""));
        assertThat(list.length()).isLessThan(TraceQl.MAX_BYTES);
        assertThat(refused("{ " + list + " }")).isNull();
        Query query = TraceQl.parse("{ " + String.join(join, Collections.nCopies(1_000, ".a = 1")) + " }");
        assertThat(new QueryParser(query.toString()).query()).isEqualTo(query);
        assertThat(refused(String.join(join, Collections.nCopies(9_000, "{ .a }"))))
                .isNull();
    }

    @Test
    void queryOfTheLargestSizeIsTakenWithinASecond() throws InterruptedException {
        String head = "{ .a = \"";
        String query = head + "x".repeat(TraceQl.MAX_BYTES - head.length() - 3) + "\" }";
        assertThat(query).hasSize(TraceQl.MAX_BYTES);
        assertThat(refused(query)).isNull();
        assertThat(refused("{ " + "|| true ".repeat(16_000).substring(3) + "}")).isNull();
        assertThat(refused("{}" + " ".repeat(TraceQl.MAX_BYTES - 2))).isNull();
        assertThat(refused("\n".repeat(TraceQl.MAX_BYTES - 3) + "{ /")).hasMessageContaining("line 131070, col 3");
    }

    @Test
    void tooLongQueriesAreRefused() {
        assertThatThrownBy(() -> TraceQl.parse("{}" + " ".repeat(TraceQl.MAX_BYTES - 1)))
                .hasMessage("query of at least 131073 bytes, expected at most 131072 bytes");
        assertThatThrownBy(() -> TraceQl.parse("{ .ä = \"" + "ä".repeat(TraceQl.MAX_BYTES / 2) + "\" }"))
                .hasMessageContaining("expected at most 131072 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "(?:a",
                "((a{1000}){1000})",
                "((((a{9,99}){99}){99,}){99})",
                "([](]a{999}){999}",
                "(\\Q(\\Ea{999}){999}"
            })
    void hostileRegularExpressionsAreRefusedQuickly(String part) throws InterruptedException {
        assertThat(refused("{ .a =~ `" + part.repeat(part.contains("9") || part.contains("1000") ? 1 : 3_000) + "` }"))
                .hasMessageStartingWith("invalid regex: ");
        assertThat(refused("{ .a =~ `" + "(?:x(y".repeat(90) + ")*)+".repeat(90) + "` }"))
                .isNull();
        assertThat(refused("{ .a =~ `" + "(".repeat(3_000) + ")".repeat(3_000) + "` }"))
                .hasMessageContaining("nested too deeply");
    }

    @Test
    void positionsCountLinesAndCharacters() {
        assertThatThrownBy(() -> TraceQl.parse("{ .a = \"😀ä\" &&\n  /* x\n */ .b == 1 }"))
                .hasMessageStartingWith("parse error at line 3, col 9: ");
    }
}
