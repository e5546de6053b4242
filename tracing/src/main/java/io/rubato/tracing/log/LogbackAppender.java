package io.rubato.tracing.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.opentelemetry.context.Context;
import io.rubato.tracing.internal.log.LogEvent;
import io.rubato.tracing.internal.log.LogPipeline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/// A Logback appender that writes records as this library does: key-value pairs and MDC are fields, the ids are those
/// of the current span.
///
/// `Tracing.start()` installs it where Logback has no configuration of its own; elsewhere name it in `logback.xml`:
/// `<appender name="traced" class="io.rubato.tracing.log.LogbackAppender"/>`. It must run on the thread that logs,
/// so it does not go behind an `AsyncAppender`.
public final class LogbackAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
        LogPipeline pipeline = LogPipeline.current();
        if (pipeline.filter().mayPass(event.getLoggerName(), level(event.getLevel()))) {
            pipeline.publish(convert(event, pipeline.wantsSource()));
        }
    }

    static LogEvent convert(ILoggingEvent event, boolean source) {
        String message = event.getFormattedMessage();
        return new LogEvent(
                event.getInstant(),
                level(event.getLevel()),
                event.getLoggerName(),
                source ? source(event) : null,
                message == null ? "" : message,
                thrown(event.getThrowableProxy()),
                fields(event),
                Context.current());
    }

    static LogLevel level(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> LogLevel.ERROR;
            case Level.WARN_INT -> LogLevel.WARN;
            case Level.INFO_INT -> LogLevel.INFO;
            case Level.DEBUG_INT -> LogLevel.DEBUG;
            default -> LogLevel.TRACE;
        };
    }

    private static @Nullable Throwable thrown(@Nullable IThrowableProxy proxy) {
        return proxy instanceof ThrowableProxy known ? known.getThrowable() : null;
    }

    private static Map<String, Object> fields(ILoggingEvent event) {
        Map<String, String> mdc = event.getMDCPropertyMap();
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (mdc.isEmpty() && pairs == null) {
            return Map.of();
        }
        Map<String, Object> fields = new LinkedHashMap<>(mdc);
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                fields.put(pair.key, pair.value == null ? "null" : pair.value);
            }
        }
        return fields;
    }

    private static LogEvent.@Nullable Source source(ILoggingEvent event) {
        StackTraceElement[] caller = event.getCallerData();
        return caller == null || caller.length == 0
                ? null
                : LogEvent.Source.of(caller[0].getClassName(), caller[0].getFileName(), caller[0].getLineNumber());
    }
}
