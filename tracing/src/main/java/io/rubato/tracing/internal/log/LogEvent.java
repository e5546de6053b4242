package io.rubato.tracing.internal.log;

import io.opentelemetry.context.Context;
import io.rubato.tracing.log.LogLevel;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One log record on its way out.
///
/// `target` is the logger's name, `source` where it was logged, `fields` are what the caller attached, with their
/// types, and `context` is the one the record was made in.
public record LogEvent(
        Instant time,
        LogLevel level,
        String target,
        @Nullable Source source,
        String message,
        @Nullable Throwable thrown,
        Map<String, ?> fields,
        Context context) {

    /// A place in the sources; `line` counts from 1.
    public record Source(String file, int line) {
        /// The place of a stack frame, null if its class keeps no line numbers.
        public static @Nullable Source of(String className, @Nullable String fileName, int line) {
            if (fileName == null || line <= 0) {
                return null;
            }
            int lastDot = className.lastIndexOf('.');
            String folder = lastDot < 0 ? "" : className.substring(0, lastDot).replace('.', '/') + "/";
            return new Source(folder + fileName, line);
        }
    }

    /// A record of this library's own.
    public static LogEvent own(LogLevel level, String target, String message, Map<String, ?> fields) {
        return new LogEvent(Instant.now(), level, target, null, message, null, fields, Context.current());
    }
}
