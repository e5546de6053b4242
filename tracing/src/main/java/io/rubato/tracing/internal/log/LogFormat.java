package io.rubato.tracing.internal.log;

/// Turns a record into the text of one write, its line end included. Safe for concurrent use.
interface LogFormat {
    String format(LogEvent event, LoggedSpan span);
}
