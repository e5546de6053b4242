package io.rubato.tracing.log;

import io.opentelemetry.context.Context;
import io.rubato.tracing.internal.log.LogEvent;
import io.rubato.tracing.internal.log.LogPipeline;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/// A java.util.logging handler that writes records as this library does, with the ids of the current span.
///
/// `Tracing.start()` installs it; it is public so that a `logging.properties` can name it. Parameters of a record that
/// are maps become fields of the line: `logger.log(Level.INFO, "routed", Map.of("worker", 7))`.
public final class JulHandler extends Handler {
    private static final StackWalker STACK = StackWalker.getInstance();

    private final SimpleFormatter messages = new SimpleFormatter();

    @Override
    public void publish(@Nullable LogRecord entry) {
        if (entry == null || !isLoggable(entry)) {
            return;
        }
        LogPipeline pipeline = LogPipeline.current();
        String target = entry.getLoggerName() == null ? "root" : entry.getLoggerName();
        LogLevel level = level(entry.getLevel());
        if (!pipeline.filter().mayPass(target, level)) {
            return;
        }
        String message = messages.formatMessage(entry);
        pipeline.publish(new LogEvent(
                entry.getInstant(),
                level,
                target,
                pipeline.wantsSource() ? caller() : null,
                message == null ? "" : message,
                entry.getThrown(),
                fields(entry),
                Context.current()));
    }

    private static LogLevel level(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return LogLevel.ERROR;
        }
        if (value >= Level.WARNING.intValue()) {
            return LogLevel.WARN;
        }
        if (value >= Level.INFO.intValue()) {
            return LogLevel.INFO;
        }
        return value >= Level.FINE.intValue() ? LogLevel.DEBUG : LogLevel.TRACE;
    }

    private static Map<String, Object> fields(LogRecord entry) {
        Object[] parameters = entry.getParameters();
        if (parameters == null) {
            return Map.of();
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Object parameter : parameters) {
            if (parameter instanceof Map<?, ?> map) {
                map.forEach((name, value) -> fields.put(String.valueOf(name), value == null ? "null" : value));
            }
        }
        return fields;
    }

    /// The frame that called the logger: the first one that is not of a logging package.
    private static LogEvent.@Nullable Source caller() {
        return STACK.walk(frames -> frames.filter(frame -> !isLogging(frame.getClassName()))
                .findFirst()
                .map(frame -> LogEvent.Source.of(frame.getClassName(), frame.getFileName(), frame.getLineNumber()))
                .orElse(null));
    }

    private static boolean isLogging(String className) {
        return className.equals(JulHandler.class.getName())
                || className.startsWith("java.util.logging.")
                || className.startsWith("sun.util.logging.")
                || className.startsWith("sun.logging.")
                || className.startsWith("java.lang.System$Logger")
                || className.startsWith("jdk.internal.logger.")
                || className.startsWith("org.slf4j.");
    }

    @Override
    public void flush() {
        // Each record is written at once.
    }

    @Override
    public void close() {
        // The output is the process's own.
    }
}
