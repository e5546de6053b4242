package io.rubato.tracing.internal.log;

import static io.rubato.tracing.log.LogLevel.DEBUG;
import static io.rubato.tracing.log.LogLevel.ERROR;
import static io.rubato.tracing.log.LogLevel.INFO;
import static io.rubato.tracing.log.LogLevel.OFF;
import static io.rubato.tracing.log.LogLevel.TRACE;
import static io.rubato.tracing.log.LogLevel.WARN;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.rubato.tracing.internal.span.LifecycleProcessor;
import io.rubato.tracing.log.LogLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogFilterTest {
    private final List<String> problems = new ArrayList<>();

    private LogFilter filter(String environment) {
        return filter(environment, "info", Map.of());
    }

    private LogFilter filter(String environment, String defaultLevel, Map<String, LogLevel> files) {
        return LogFilter.of(environment, defaultLevel, files, new DirectiveParser(problems::add));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // text | logger | level
                "'' | any | INFO",
                "warn | any | WARN",
                "WaRn | any | WARN",
                "0 | any | OFF",
                "5 | any | TRACE",
                "info,mod=debug | mod.sub | DEBUG",
                "info,mod=debug | other | INFO",
                "' info , mod = debug ' | mod | DEBUG",
                "mod=debug | other | INFO",
                "mod=debug | module | DEBUG",
                "mod | mod | TRACE",
                "mod= | mod | TRACE",
                "info,mod.deep:trace | mod.deep.er | TRACE",
                "a=warn,a.b=debug | a.b.c | DEBUG",
                "a.b=debug,a=warn | a.b.c | DEBUG",
                "a.b=debug,a=warn | a.c | WARN",
                "a=debug,a=error | a | ERROR",
                "',,,debug,,' | any | DEBUG",
                "off,mod=info | mod | INFO",
                "off,mod=info | other | OFF",
            })
    void theMostSpecificDirectiveDecides(String text, String logger, LogLevel level) {
        assertThat(filter(text).levelOf(logger)).isEqualTo(level);
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mod=loud", "[open", "a b=info", "x{y}=info", "=info]"})
    void aPieceThatCannotBeReadIsSaidAndLeftOut(String piece) {
        assertThat(filter("warn," + piece).levelOf("any")).isEqualTo(WARN);
        assertThat(problems).singleElement().asString().contains("\"" + piece + "\" is not a directive");
    }

    @Test
    void theEnvironmentOutranksFiles() {
        Map<String, LogLevel> files = Map.of("noisy", ERROR, "noisy.part", OFF, "quiet", WARN);
        assertThat(filter("noisy=trace", "info", files).levelOf("noisy")).isEqualTo(TRACE);
        assertThat(filter("noisy=trace", "info", files).levelOf("noisy.part.a")).isEqualTo(TRACE);
        assertThat(filter("noisy=trace", "info", files).levelOf("quiet")).isEqualTo(WARN);
        assertThat(filter("debug", "info", files).levelOf("noisy")).isEqualTo(ERROR);
        assertThat(filter("mod=debug", "warn", files).levelOf("other")).isEqualTo(WARN);
        assertThat(filter("", "error,mod=debug", files).levelOf("mod")).isEqualTo(DEBUG);
    }

    @Test
    void aDirectiveMayAskForASpan() {
        Span span = SdkTracerProvider.builder()
                .addSpanProcessor(new LifecycleProcessor(false, null))
                .build()
                .get("x")
                .spanBuilder("route")
                .setAttribute("tenant", "a,b")
                .setAttribute("tries", 3)
                .startSpan();
        Context inside = Context.root().with(span);
        for (String text : List.of(
                "info,[route]=debug",
                "info,mod[route]=debug",
                "info,[{tenant}]=debug",
                "info,[route{tries=3}]=debug",
                "info, mod[ route { tries = 3 , tenant } ] = debug",
                "[route]=debug,info")) {
            LogFilter filter = filter(text);
            assertThat(filter.passes("mod.a", DEBUG, inside)).as(text).isTrue();
            assertThat(filter.passes("mod.a", DEBUG, Context.root())).as(text).isFalse();
            assertThat(filter.mayPass("mod.a", DEBUG)).as(text).isTrue();
        }
        assertThat(filter("info,[other]=debug").passes("mod", DEBUG, inside)).isFalse();
        assertThat(filter("info,[route{tries=4}]=debug").passes("mod", DEBUG, inside))
                .isFalse();
        assertThat(filter("info,[route]=off").passes("mod", ERROR, inside)).isFalse();
        assertThat(problems).isEmpty();
    }

    @Test
    void theMostVerboseLevelIsKnown() {
        assertThat(filter("warn,a=debug").mostVerbose()).isEqualTo(DEBUG);
        assertThat(filter("off").mostVerbose()).isEqualTo(OFF);
        assertThat(filter("info,[x]=trace").mostVerbose()).isEqualTo(TRACE);
        assertThat(filter("").mostVerbose()).isEqualTo(INFO);
    }
}
