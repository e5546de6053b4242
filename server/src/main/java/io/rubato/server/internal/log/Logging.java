package io.rubato.server.internal.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.rubato.server.config.ServerSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sets logback up: one line an event, to standard error, as `key=value` or JSON.
public final class Logging {
    private Logging() {}

    /// Replaces whatever was set up before.
    public static void set(ServerSettings settings) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        context.reset();
        ConsoleAppender<ILoggingEvent> appender = new DiscreetAppender();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(started(context, settings.logFormat()));
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender);
        context.getLogger("io.rubato").setLevel(level(settings.logLevel()));
    }

    /// Lets nothing of a request into the log.
    private static final class DiscreetAppender extends ConsoleAppender<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            super.append(Discreet.of(event));
        }
    }

    private static Encoder<ILoggingEvent> started(LoggerContext context, ServerSettings.LogFormat format) {
        Encoder<ILoggingEvent> encoder = switch (format) {
            case LOGFMT -> new LogFmtEncoder();
            case JSON -> json();
        };
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> json() {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithFormattedMessage(true);
        return encoder;
    }

    private static Level level(ServerSettings.LogLevel level) {
        return switch (level) {
            case TRACE -> Level.TRACE;
            case DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case WARN -> Level.WARN;
            case ERROR -> Level.ERROR;
        };
    }
}
