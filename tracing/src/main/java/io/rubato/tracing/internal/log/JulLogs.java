package io.rubato.tracing.internal.log;

import io.rubato.tracing.log.JulHandler;
import io.rubato.tracing.log.LogLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Sends what java.util.logging (and System.Logger, which ends there) writes to the console to the pipeline instead.
public final class JulLogs implements AutoCloseable {
    private final Logger root;
    private final @Nullable Level levelBefore;
    private final List<Handler> removed = new ArrayList<>();
    private final Handler added;

    /// Replaces the console handlers of the root logger; the level of the root logger follows the filter.
    public JulLogs(LogFilter filter) {
        this.root = LogManager.getLogManager().getLogger("");
        this.levelBefore = root.getLevel();
        this.added = new JulHandler();
        for (Handler handler : root.getHandlers()) {
            if (handler instanceof ConsoleHandler || handler instanceof JulHandler) {
                root.removeHandler(handler);
                removed.add(handler);
            }
        }
        root.addHandler(added);
        root.setLevel(levelOf(filter.mostVerbose()));
    }

    private static Level levelOf(LogLevel level) {
        return switch (level) {
            case OFF -> Level.OFF;
            case ERROR -> Level.SEVERE;
            case WARN -> Level.WARNING;
            case INFO -> Level.INFO;
            case DEBUG -> Level.FINE;
            case TRACE -> Level.ALL;
        };
    }

    /// Restores what was there before.
    @Override
    public void close() {
        root.removeHandler(added);
        removed.forEach(root::addHandler);
        root.setLevel(levelBefore);
    }
}
