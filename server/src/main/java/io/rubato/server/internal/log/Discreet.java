package io.rubato.server.internal.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextVO;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/// An event of the log without what may come from a request. Messages of exceptions often quote their input: Netty's
/// "not an SSL/TLS record" has all of it in hexadecimal digits, with the password. So of an exception the log has the
/// class and the stack; the message only of kinds that tell of files, sockets and the JVM. Of a line that a library
/// writes it has what comes before the values.
final class Discreet implements ILoggingEvent {
    private static final String OWN = "io.rubato.";

    /// By exact class.
    private static final Set<String> TELLING = Set.of(
            "io.rubato.storage.DamagedException",
            "io.rubato.storage.NewerFormatException",
            "io.rubato.storage.internal.block.ChunkReader$Reported",
            "java.io.IOException",
            "java.io.FileNotFoundException",
            "java.net.BindException",
            "java.net.ConnectException",
            "java.net.SocketException",
            "java.nio.file.AccessDeniedException",
            "java.nio.file.FileSystemException",
            "java.nio.file.NoSuchFileException",
            "java.lang.OutOfMemoryError",
            "java.lang.StackOverflowError",
            "java.lang.NoClassDefFoundError",
            "java.lang.NoSuchMethodError",
            "java.lang.UnsatisfiedLinkError");

    private final ILoggingEvent event;

    private Discreet(ILoggingEvent event) {
        this.event = event;
    }

    static ILoggingEvent of(ILoggingEvent event) {
        return new Discreet(event);
    }

    @Override
    public String getFormattedMessage() {
        if (event.getLoggerName().startsWith(OWN)) {
            return event.getFormattedMessage();
        }
        String pattern = String.valueOf(event.getMessage());
        int values = pattern.length();
        for (String before : List.of("{}", ":", "(", "'", "\"", "\n")) {
            int at = pattern.indexOf(before);
            values = at < 0 ? values : Math.min(values, at);
        }
        return pattern.substring(0, values).strip();
    }

    @Override
    public @Nullable IThrowableProxy getThrowableProxy() {
        return Failure.of(event.getThrowableProxy());
    }

    /// An exception whose message is empty unless it is of a kind that tells nothing of requests.
    private record Failure(IThrowableProxy failure) implements IThrowableProxy {
        static @Nullable IThrowableProxy of(@Nullable IThrowableProxy failure) {
            return failure == null ? null : new Failure(failure);
        }

        @Override
        public @Nullable String getMessage() {
            return TELLING.contains(failure.getClassName()) ? failure.getMessage() : null;
        }

        @Override
        public @Nullable String getOverridingMessage() {
            return null;
        }

        @Override
        public String getClassName() {
            return failure.getClassName();
        }

        @Override
        public StackTraceElementProxy[] getStackTraceElementProxyArray() {
            return failure.getStackTraceElementProxyArray();
        }

        @Override
        public int getCommonFrames() {
            return failure.getCommonFrames();
        }

        @Override
        public @Nullable IThrowableProxy getCause() {
            return of(failure.getCause());
        }

        @Override
        public IThrowableProxy[] getSuppressed() {
            IThrowableProxy[] suppressed = failure.getSuppressed();
            IThrowableProxy[] discreet = new IThrowableProxy[suppressed == null ? 0 : suppressed.length];
            for (int i = 0; i < discreet.length; i++) {
                discreet[i] = new Failure(suppressed[i]);
            }
            return discreet;
        }

        @Override
        public boolean isCyclic() {
            return failure.isCyclic();
        }
    }

    @Override
    public String getMessage() {
        return getFormattedMessage();
    }

    @Override
    public Object @Nullable [] getArgumentArray() {
        return null;
    }

    @Override
    public @Nullable List<KeyValuePair> getKeyValuePairs() {
        return event.getLoggerName().startsWith(OWN) ? event.getKeyValuePairs() : null;
    }

    @Override
    public String getThreadName() {
        return event.getThreadName();
    }

    @Override
    public Level getLevel() {
        return event.getLevel();
    }

    @Override
    public String getLoggerName() {
        return event.getLoggerName();
    }

    @Override
    public LoggerContextVO getLoggerContextVO() {
        return event.getLoggerContextVO();
    }

    @Override
    public StackTraceElement[] getCallerData() {
        return event.getCallerData();
    }

    @Override
    public boolean hasCallerData() {
        return event.hasCallerData();
    }

    @Override
    public @Nullable List<Marker> getMarkerList() {
        return event.getMarkerList();
    }

    @Override
    public Map<String, String> getMDCPropertyMap() {
        return Map.of();
    }

    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester")
    public Map<String, String> getMdc() {
        return Map.of();
    }

    @Override
    public long getTimeStamp() {
        return event.getTimeStamp();
    }

    @Override
    public int getNanoseconds() {
        return event.getNanoseconds();
    }

    @Override
    public Instant getInstant() {
        return event.getInstant();
    }

    @Override
    public long getSequenceNumber() {
        return event.getSequenceNumber();
    }

    @Override
    public void prepareForDeferredProcessing() {
        event.prepareForDeferredProcessing();
    }
}
