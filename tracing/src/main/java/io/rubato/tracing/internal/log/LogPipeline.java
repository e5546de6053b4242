package io.rubato.tracing.internal.log;

import io.opentelemetry.context.Context;
import io.rubato.tracing.internal.config.LogSettings;
import io.rubato.tracing.log.LogLevel;
import java.util.Map;
import java.util.function.Consumer;

/// The way of every record: filter, format, one write, and the exporter if log export is on. Safe for concurrent use.
public final class LogPipeline {
    private static final LogPipeline BEFORE_START = new LogPipeline(LogSettings.DEFAULT, LogOutput.standardError());
    private static volatile LogPipeline current = BEFORE_START;

    /// A thread that logs while it logs (an exporter, a `toString`) must not do so for ever.
    private static final ThreadLocal<Boolean> BUSY = new ThreadLocal<>();

    private final LogFilter filter;
    private final LogFormat format;
    private final LogOutput output;
    private final LogSettings settings;
    private volatile Consumer<LogEvent> exporter = event -> {};

    public LogPipeline(LogSettings settings, LogOutput output) {
        this.settings = settings;
        this.filter = settings.filter();
        this.output = output;
        TimeText time = new TimeText(settings.localZone());
        this.format = settings.json()
                ? new JsonFormat(time, settings.ids())
                : new ReadableFormat(time, settings.ids(), settings.colours());
    }

    /// The pipeline that handlers and appenders write to; before tracing is started a readable one at level info.
    public static LogPipeline current() {
        return current;
    }

    /// Makes this the current one if none is; true if it now is.
    public boolean install() {
        synchronized (LogPipeline.class) {
            if (current == BEFORE_START) {
                current = this;
            }
            return current == this;
        }
    }

    /// Undoes [#install()].
    public void uninstall() {
        synchronized (LogPipeline.class) {
            if (current == this) {
                current = BEFORE_START;
            }
        }
    }

    /// Sends records there too.
    public void exportTo(Consumer<LogEvent> exporter) {
        this.exporter = exporter;
    }

    public LogFilter filter() {
        return filter;
    }

    /// True if handlers should look for the place a record was made at.
    public boolean wantsSource() {
        return settings.source();
    }

    /// Writes the record if the filter lets it pass.
    public void publish(LogEvent event) {
        if (filter.passes(event.target(), event.level(), event.context())) {
            write(event, LoggedSpan.of(event.context()));
        }
    }

    /// Writes a record about a span that is not (or no longer) current.
    public void publish(LogEvent event, LoggedSpan span) {
        if (event.level().passes(filter.levelOf(event.target()))) {
            write(event, span);
        }
    }

    /// A record of this library's own, for the log only: what is said of the export must not be exported.
    public void note(LogLevel level, String target, String message, Map<String, ?> fields) {
        LogEvent event =
                new LogEvent(java.time.Instant.now(), level, target, null, message, null, fields, Context.root());
        if (level.passes(filter.levelOf(target))) {
            output.write(format.format(event, LoggedSpan.of(event.context())));
        }
    }

    /// The text of a record, for an encoder that writes elsewhere.
    public String format(LogEvent event) {
        return format.format(event, LoggedSpan.of(event.context()));
    }

    private void write(LogEvent event, LoggedSpan span) {
        if (BUSY.get() != null) {
            return;
        }
        BUSY.set(true);
        try {
            output.write(format.format(event, span));
            exporter.accept(event);
        } catch (RuntimeException e) {
            // A value that changes while it is written, say: the caller's request must not pay for its log line.
            note(LogLevel.WARN, event.target(), "a log record could not be written: " + e, Map.of());
        } finally {
            BUSY.remove();
        }
    }
}
