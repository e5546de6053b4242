package io.rubato.tracing.internal.config;

import io.rubato.tracing.internal.log.DirectiveParser;
import io.rubato.tracing.internal.log.LogFilter;
import java.util.Map;

/// How log records are written.
///
/// @param json JSON lines, else the readable format
/// @param spanEvents records when a span is first entered and when it is closed
/// @param localZone times in the zone of the machine, else UTC
/// @param colours ANSI colours in the readable format
/// @param ids trace, span and request ids in each record
/// @param source file and line of each record where the logging framework does not give them for free
public record LogSettings(
        boolean json,
        boolean spanEvents,
        boolean localZone,
        boolean colours,
        boolean ids,
        boolean source,
        LogFilter filter) {

    /// What holds before tracing is started.
    public static final LogSettings DEFAULT = new LogSettings(
            false,
            false,
            false,
            false,
            true,
            false,
            LogFilter.of("", "info", Map.of(), new DirectiveParser(text -> {})));
}
