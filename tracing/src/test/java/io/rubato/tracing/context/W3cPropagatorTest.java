package io.rubato.tracing.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class W3cPropagatorTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String PARENT = "00-" + TRACE + "-" + SPAN + "-01";

    private static SpanContext extract(String... headers) {
        Carrier carrier = Carrier.of(headers);
        Context context = W3cPropagator.instance().extract(Context.root(), carrier, carrier);
        return Span.fromContext(context).getSpanContext();
    }

    private static Carrier inject(SpanContext span) {
        Carrier carrier = Carrier.of();
        W3cPropagator.instance().inject(Context.root().with(Span.wrap(span)), carrier, carrier);
        return carrier;
    }

    @ParameterizedTest
    @CsvSource({
        "00-%s-%s-00, 00",
        "00-%s-%s-01, 01",
        "00-%s-%s-02, 02",
        "00-%s-%s-03, 03",
        "00-%s-%s-09, 01",
        "00-%s-%s-ff, 03",
        "01-%s-%s-01, 01",
        "02-%s-%s-08, 00",
        "cc-%s-%s-09, 01",
        "fe-%s-%s-01-what-comes-next, 01",
        "cc-%s-%s-01-, 01",
        "' \t00-%s-%s-01\t ', 01"
    })
    void carriesFlagsThrough(String pattern, String flags) {
        SpanContext span = extract("traceparent", pattern.formatted(TRACE, SPAN));

        assertThat(span.isRemote()).isTrue();
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getSpanId()).isEqualTo(SPAN);
        assertThat(inject(span).all("traceparent")).containsExactly("00-" + TRACE + "-" + SPAN + "-" + flags);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "00",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-001",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0A",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.",
                "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.more",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "CC-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "0-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "000-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "0000-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                ".0-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00F067AA0BA902B7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e47361-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473\u0660-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01"
            })
    void startsAnewOnBrokenParents(String header) {
        assertThat(extract("traceparent", header, "tracestate", "a=1").isValid())
                .isFalse();
    }

    @Test
    void refusesSeveralParentsEvenIfEqual() {
        assertThat(extract("traceparent", PARENT, "traceparent", PARENT).isValid())
                .isFalse();
    }

    @Test
    void saysWhatItIgnoresWithoutItsControlCharacters() {
        List<String> lines = linesLoggedWhile(() -> extract("traceparent", "00-evil\nINFO forged " + "x".repeat(500)));

        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("ignored traceparent \"00-evil?INFO forged")
                .contains("expected version-traceid-parentid-flags")
                .hasSizeLessThan(300);
    }

    private static List<String> linesLoggedWhile(Runnable work) {
        Logger logger = Logger.getLogger(W3cPropagator.class.getName());
        List<String> lines = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        logger.setLevel(Level.FINE);
        try {
            work.run();
        } finally {
            logger.setLevel(null);
            logger.removeHandler(handler);
        }
        return lines;
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "foo=1|foo=1",
                "foo=1,bar=2|foo=1,bar=2",
                "\" foo=1 \t, \t bar=2\t\"|foo=1,bar=2",
                "\",,foo=1,, ,bar=2,\"|foo=1,bar=2",
                "\"foo=  a b\"|\"foo=  a b\"",
                "1st=x|1st=x",
                "t1@sys=x|t1@sys=x",
                "a_-*/9=!#~|a_-*/9=!#~"
            })
    void keepsTraceState(String header, String kept) {
        SpanContext span = extract("traceparent", PARENT, "tracestate", header);

        assertThat(inject(span).all("tracestate")).containsExactly(kept);
        assertThat(span.getTraceState().size()).isEqualTo(kept.split(",").length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "foo",
                "=1",
                "foo=",
                "foo=,bar=3",
                "foo=bar=baz",
                "foo =1",
                "FOO=1",
                "foo.bar=1",
                "foo=1,foo=1",
                "foo=1,foo=2",
                "a=1,b=2,a=3",
                "foo@=1",
                "@foo=1",
                "foo@@bar=1",
                "foo@bar@baz=1",
                "t@vvvvvvvvvvvvvvv=1",
                "foo@1=2",
                "foo=\u00e9",
                "foo=\u0007",
                "",
                ",",
                " , "
            })
    void dropsBrokenTraceStateAlone(String header) {
        SpanContext span = extract("traceparent", PARENT, "tracestate", "ok=1," + header.replace("=1,ok", "=1"));
        SpanContext bare = extract("traceparent", PARENT, "tracestate", header);

        assertThat(bare.getTraceId()).isEqualTo(TRACE);
        assertThat(bare.getTraceState().isEmpty()).isTrue();
        assertThat(span.getTraceState().size())
                .isEqualTo(header.replaceAll("[ ,]", "").isEmpty() ? 1 : 0);
    }

    @Test
    void limitsTraceState() {
        assertThat(stateOf("z".repeat(256) + "=1").size()).isEqualTo(1);
        assertThat(stateOf("z".repeat(257) + "=1").size()).isZero();
        assertThat(stateOf("t".repeat(241) + "@" + "v".repeat(14) + "=1").size())
                .isEqualTo(1);
        assertThat(stateOf("t".repeat(242) + "@v=1").size()).isZero();
        assertThat(stateOf("k=" + "v".repeat(256)).size()).isEqualTo(1);
        assertThat(stateOf("k=" + "v".repeat(257)).size()).isZero();
        assertThat(stateOf(members(32)).size()).isEqualTo(32);
        assertThat(stateOf(members(33)).size()).isZero();
        assertThat(stateOf("a=1" + ",".repeat(40_000)).size()).isZero();
    }

    private static io.opentelemetry.api.trace.TraceState stateOf(String header) {
        return extract("traceparent", PARENT, "tracestate", header).getTraceState();
    }

    private static String members(int count) {
        return IntStream.range(0, count).mapToObj(i -> "k" + i + "=" + i).collect(Collectors.joining(","));
    }

    @Test
    void joinsSeveralTraceStateHeadersInOrder() {
        SpanContext span =
                extract("traceparent", PARENT, "tracestate", "foo=1,bar=2", "tracestate", "", "tracestate", "rojo=1 ");

        assertThat(inject(span).all("tracestate")).containsExactly("foo=1,bar=2,rojo=1");
        assertThat(extract("traceparent", PARENT, "tracestate", "foo=1", "tracestate", "foo=2")
                        .getTraceState()
                        .isEmpty())
                .isTrue();
    }

    @Test
    void traceStateReadsAndChangesLikeTheSdks() {
        var state = stateOf("foo=1,bar=2");

        assertThat(state.get("bar")).isEqualTo("2");
        assertThat(state.get("none")).isNull();
        assertThat(state.asMap()).containsExactly(java.util.Map.entry("foo", "1"), java.util.Map.entry("bar", "2"));
        assertThat(W3cTraceState.format(state.toBuilder().put("new", "3").build()))
                .isEqualTo("new=3,foo=1,bar=2");
        assertThat(W3cTraceState.format(state.toBuilder().build())).isEqualTo("foo=1,bar=2");
    }

    @Test
    void childrenMadeByTheSdkKeepRandomFlagAndTraceState() {
        try (SdkTracerProvider provider = SdkTracerProvider.builder().build()) {
            Carrier carrier = Carrier.of("traceparent", "00-" + TRACE + "-" + SPAN + "-03", "tracestate", "1st=x,b=2");
            Context remote = W3cPropagator.instance().extract(Context.root(), carrier, carrier);
            Span child =
                    provider.get("t").spanBuilder("child").setParent(remote).startSpan();
            Carrier sent = inject(child.getSpanContext());

            assertThat(sent.all("traceparent"))
                    .singleElement()
                    .asString()
                    .startsWith("00-" + TRACE)
                    .endsWith("-03");
            assertThat(sent.all("tracestate")).containsExactly("1st=x,b=2");
        }
    }

    @Test
    void writesNothingWithoutSpan() {
        Carrier carrier = Carrier.of();
        W3cPropagator.instance().inject(Context.root(), carrier, carrier);
        assertThat(carrier.names()).isEmpty();
    }
}
