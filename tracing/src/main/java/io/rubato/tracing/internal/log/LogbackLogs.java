package io.rubato.tracing.internal.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.layout.TTLLLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.rubato.tracing.log.LogLevel;
import io.rubato.tracing.log.LogbackAppender;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// Sends what Logback would print, had nobody configured it, to the pipeline instead.
public final class LogbackLogs implements AutoCloseable {
    private final Logger root;
    private final Appender<ILoggingEvent> before;
    private final @Nullable Level levelBefore;
    private final LogbackAppender added = new LogbackAppender();

    private LogbackLogs(Logger root, Appender<ILoggingEvent> before, LogFilter filter) {
        this.root = root;
        this.before = before;
        this.levelBefore = root.getLevel();
        added.setContext(root.getLoggerContext());
        added.setName("rubato");
        added.start();
        root.detachAppender(before);
        root.addAppender(added);
        root.setLevel(levelOf(filter.mostVerbose()));
    }

    /// Installs the appender if Logback is what SLF4J writes to and has no configuration but its default one; null
    /// otherwise.
    public static @Nullable AutoCloseable install(LogFilter filter) {
        try {
            return LoggerFactory.getILoggerFactory() instanceof LoggerContext context ? install(context, filter) : null;
        } catch (LinkageError | RuntimeException absent) {
            return null;
        }
    }

    private static @Nullable LogbackLogs install(LoggerContext context, LogFilter filter) {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Iterator<Appender<ILoggingEvent>> appenders = root.iteratorForAppenders();
        if (!appenders.hasNext()) {
            return null;
        }
        Appender<ILoggingEvent> only = appenders.next();
        return !appenders.hasNext() && isDefault(only) ? new LogbackLogs(root, only, filter) : null;
    }

    /// What Logback sets up when it finds no file: a console appender with a layout that no file names by accident.
    private static boolean isDefault(Appender<ILoggingEvent> appender) {
        return appender instanceof ConsoleAppender<ILoggingEvent> console
                && console.getEncoder() instanceof LayoutWrappingEncoder<ILoggingEvent> encoder
                && encoder.getLayout() instanceof TTLLLayout;
    }

    private static Level levelOf(LogLevel level) {
        return switch (level) {
            case OFF -> Level.OFF;
            case ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            case INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
            case TRACE -> Level.TRACE;
        };
    }

    @Override
    public void close() {
        root.detachAppender(added);
        root.addAppender(before);
        root.setLevel(levelBefore);
    }
}
