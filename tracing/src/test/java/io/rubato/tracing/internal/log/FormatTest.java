package io.rubato.tracing.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.rubato.tracing.context.RequestIds;
import io.rubato.tracing.internal.span.LifecycleProcessor;
import io.rubato.tracing.log.LogLevel;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FormatTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.000006Z");
    private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT_ID = "b7ad6b7169203331";

    private static String json(Map<String, ?> fields, Context context, @Nullable Throwable thrown) {
        LogEvent event = new LogEvent(TIME, LogLevel.WARN, "a.B", null, "hello", thrown, fields, context);
        return new JsonFormat(new TimeText(false), true).format(event, LoggedSpan.of(context));
    }

    private static String json(Map<String, ?> fields) {
        return json(fields, Context.root(), null);
    }

    private static final String HEAD =
            "{\"time\":\"2026-01-02T03:04:05.000006Z\",\"level\":\"WARN\",\"target\":\"a.B\",\"message\":\"hello\"";

    @Test
    void valuesKeepTheirTypesAndNamesAreSorted() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("z", 1L);
        fields.put("text", "123");
        fields.put("truth", true);
        fields.put("ratio", 0.5);
        fields.put("nan", Double.NaN);
        fields.put("list", List.of(1, "a"));
        fields.put("map", Map.of("k", 2));
        fields.put("array", new int[] {1, 2});
        fields.put("any", LogLevel.INFO);
        assertThat(json(fields))
                .isEqualTo(HEAD
                        + ",\"any\":\"INFO\",\"array\":[1,2],\"list\":[1,\"a\"],\"map\":{\"k\":2},\"nan\":\"NaN\","
                        + "\"ratio\":0.5,\"text\":\"123\",\"truth\":true,\"z\":1}\n");
    }

    @Test
    void textIsEscaped() {
        assertThat(json(Map.of("a", "\"\\\n\r\t\u0001\u2028\ud800x\ud83d\ude00")))
                .isEqualTo(HEAD + ",\"a\":\"\\\"\\\\\\n\\r\\t\\u0001\\u2028\\ud800x\ud83d\ude00\"}\n");
    }

    @Test
    void nobodyCanForgeWhatTheRecordSaysItself() {
        assertThat(json(Map.of("trace_id", "forged", "time", 1, "message", "x", "x_request_id", "y")))
                .isEqualTo(
                        HEAD
                                + ",\"field.message\":\"x\",\"field.time\":1,\"field.trace_id\":\"forged\",\"field.x_request_id\":\"y\"}\n");
    }

    @Test
    void aBrokenValueCostsOnlyItself() {
        Object broken = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no");
            }
        };
        Map<String, Object> self = new HashMap<>();
        self.put("self", self);
        assertThat(json(Map.of("broken", broken))).contains("toString: java.lang.IllegalStateException");
        assertThat(json(Map.of("self", self))).startsWith(HEAD).endsWith("}\n");
        assertThat(json(Map.of("nulls", Arrays.asList(null, 1)))).contains("\"nulls\":[null,1]");
    }

    @Test
    void theSpanIsNamedWithItsAttributesAndParent() {
        SpanContext remote = SpanContext.createFromRemoteParent(
                TRACE_ID,
                PARENT_ID,
                TraceFlags.getSampled(),
                TraceState.builder().put("b", "2").put("a", "1").build());
        Context request = new RequestIds("r-1", null).storeIn(Context.root().with(Span.wrap(remote)));
        Span span = SdkTracerProvider.builder()
                .addSpanProcessor(new LifecycleProcessor(false, null))
                .build()
                .get("x")
                .spanBuilder("route")
                .setParent(request)
                .setAttribute("worker", 7)
                .setAttribute("name with space", "a b=c")
                .setAttribute("same", "s")
                .setAttribute("differs", "span")
                .setAttribute(AttributeKey.stringArrayKey("models"), List.of("m"))
                .startSpan();
        String line = json(Map.of("same", "s", "differs", "event"), request.with(span), null);
        assertThat(line)
                .isEqualTo(HEAD
                        + ",\"differs\":\"event\",\"models\":[\"m\"],\"name with space\":\"a b=c\",\"parent_id\":\""
                        + PARENT_ID + "\",\"same\":\"s\",\"span.differs\":\"span\",\"span_id\":\""
                        + span.getSpanContext().getSpanId()
                        + "\",\"span_name\":\"route\",\"trace_id\":\"" + TRACE_ID
                        + "\",\"tracestate\":\"a=1,b=2\",\"worker\":7,\"x_request_id\":\"r-1\"}\n");
    }

    @Test
    void anExceptionIsThreeFields() {
        assertThat(json(Map.of(), Context.root(), new IllegalStateException("no \"luck\"")))
                .startsWith(
                        HEAD + ",\"exception.message\":\"no \\\"luck\\\"\",\"exception.stacktrace\":\"java.lang.Ill")
                .endsWith(",\"exception.type\":\"java.lang.IllegalStateException\"}\n")
                .hasLineCount(1);
    }

    @Test
    void theReadableFormatIsOneLineWhateverTheText() {
        LogEvent event = new LogEvent(
                TIME,
                LogLevel.INFO,
                "a.B",
                null,
                "two\nlines \u001b[31m",
                null,
                Map.of("count", 2, "text", "x y"),
                Context.root());
        assertThat(new ReadableFormat(new TimeText(false), true, false).format(event, LoggedSpan.of(Context.root())))
                .isEqualTo("2026-01-02T03:04:05.000006Z  INFO a.B: two\\nlines \\u001b[31m count=2 text=\"x y\"\n");
    }

    @Test
    void localTimeHasAnOffset() {
        assertThat(new TimeText(true).of(TIME)).matches("2026-01-0\\dT\\d\\d:\\d\\d:05\\.000006[+-]\\d\\d:\\d\\d");
    }
}
