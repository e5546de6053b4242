package io.rubato.tracing.log;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Levels of log records, most severe first; a threshold lets through its own level and those before it.
public enum LogLevel {
    /// As a threshold: nothing passes.
    OFF,
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE;

    private static final LogLevel[] LEVELS = values();

    /// True if a record of this level passes `threshold`.
    public boolean passes(LogLevel threshold) {
        return this != OFF && compareTo(threshold) <= 0;
    }

    /// The level of a word (any case) or a digit 0 (off) to 5 (trace); null for any other text.
    public static @Nullable LogLevel parse(String text) {
        if (text.length() == 1 && text.charAt(0) >= '0' && text.charAt(0) <= '5') {
            return LEVELS[text.charAt(0) - '0'];
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "off" -> OFF;
            case "error" -> ERROR;
            case "warn", "warning" -> WARN;
            case "info" -> INFO;
            case "debug" -> DEBUG;
            case "trace" -> TRACE;
            default -> null;
        };
    }
}
