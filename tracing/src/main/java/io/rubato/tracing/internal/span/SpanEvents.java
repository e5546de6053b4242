package io.rubato.tracing.internal.span;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.rubato.tracing.internal.log.LogEvent;
import io.rubato.tracing.internal.log.LogPipeline;
import io.rubato.tracing.internal.log.LoggedSpan;
import io.rubato.tracing.log.LogLevel;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes `SPAN_FIRST_ENTRY` and `SPAN_CLOSED` records, at level info, with the name of the span's tracer as target.
public final class SpanEvents {
    private static final AttributeKey<Long> BUSY = AttributeKey.longKey("busy_ns");

    private final LogPipeline log;

    public SpanEvents(LogPipeline log) {
        this.log = log;
    }

    /// The span has become current for the first time.
    public void firstEntry(ReadableSpan span) {
        publish(span, "SPAN_FIRST_ENTRY", Map.of());
    }

    /// The span has ended. The three times are whole microseconds, cut off, and the duration is the sum of the others.
    public void closed(ReadableSpan span) {
        Map<String, Object> times = new LinkedHashMap<>();
        Long busy = span.getAttribute(BUSY);
        long duration = span.getLatencyNanos() / 1000;
        if (busy != null) {
            times.put("time.busy_us", busy / 1000);
            times.put("time.idle_us", duration - busy / 1000);
        }
        times.put("time.duration_us", duration);
        publish(span, "SPAN_CLOSED", times);
    }

    private void publish(ReadableSpan span, String message, Map<String, ?> fields) {
        String target = span.getInstrumentationScopeInfo().getName();
        log.publish(LogEvent.own(LogLevel.INFO, target, message, fields), LoggedSpan.of(span));
    }
}
