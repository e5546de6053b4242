package io.rubato.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/// What was logged under a name, and below it, while this is open; also when a server sets logging up meanwhile.
public final class Logged implements AutoCloseable {
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            messages.add(event.getFormattedMessage());
        }
    };
    private final Again again = new Again();

    public Logged(String name) {
        logger = (Logger) LoggerFactory.getLogger(name);
        attach();
        logger.getLoggerContext().addListener(again);
    }

    private void attach() {
        appender.setContext(logger.getLoggerContext());
        appender.start();
        logger.addAppender(appender);
    }

    public List<String> messages() {
        return messages;
    }

    /// Waits for a message with this text in it.
    public void await(String text) {
        Await.until("logged: " + text, () -> messages.stream().anyMatch(message -> message.contains(text)));
    }

    @Override
    public void close() {
        logger.getLoggerContext().removeListener(again);
        logger.detachAppender(appender);
    }

    private final class Again implements LoggerContextListener {
        @Override
        public boolean isResetResistant() {
            return true;
        }

        @Override
        public void onReset(LoggerContext context) {
            attach();
        }

        @Override
        public void onStart(LoggerContext context) {}

        @Override
        public void onStop(LoggerContext context) {}

        @Override
        public void onLevelChange(Logger changed, Level level) {}
    }
}
