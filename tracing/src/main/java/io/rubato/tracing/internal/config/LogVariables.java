package io.rubato.tracing.internal.config;

import io.rubato.tracing.internal.log.DirectiveParser;
import io.rubato.tracing.internal.log.LogFilter;
import io.rubato.tracing.log.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the `DYN_*` variables of logging, and the files they and convention name.
public final class LogVariables {
    /// Where Dynamo's images keep their logging file; it need not exist.
    private static final String SYSTEM_FILE = "/opt/dynamo/etc/logging.toml";

    /// Libraries that would talk about every request at debug level. The exporters are silenced because what goes
    /// wrong with the export is reported here, once a minute at most, instead of with a stack trace for each batch.
    private static final Map<String, LogLevel> QUIET = Map.of(
            "io.opentelemetry", LogLevel.ERROR,
            "io.opentelemetry.exporter", LogLevel.OFF,
            "io.opentelemetry.sdk.internal", LogLevel.OFF,
            "okhttp3", LogLevel.ERROR,
            "io.nats", LogLevel.ERROR,
            "jdk.internal", LogLevel.ERROR,
            "sun.net", LogLevel.ERROR,
            "com.sun.net", LogLevel.ERROR);

    private final Environment environment;
    private String defaultLevel = "info";
    private final Map<String, LogLevel> filters = new LinkedHashMap<>(QUIET);

    private LogVariables(Environment environment) {
        this.environment = environment;
    }

    public static LogSettings read(Environment environment) {
        return new LogVariables(environment).settings();
    }

    private LogSettings settings() {
        readFile(SYSTEM_FILE, false);
        String file = environment.get("DYN_LOGGING_CONFIG_PATH");
        if (file != null) {
            readFile(file, true);
        }
        DirectiveParser parser =
                new DirectiveParser(problem -> environment.problems().add("DYN_LOG: " + problem));
        boolean plain = environment.flag("DYN_SDK_DISABLE_ANSI_LOGGING", false) || environment.isSet("NO_COLOR");
        return new LogSettings(
                environment.flag("DYN_LOGGING_JSONL", false),
                environment.flag("DYN_LOGGING_SPAN_EVENTS", false),
                environment.flag("DYN_LOG_USE_LOCAL_TZ", false),
                !plain && standardErrorIsTerminal(),
                environment.flag("RUBATO_LOG_IDS", true),
                environment.flag("RUBATO_LOG_SOURCE", true),
                LogFilter.of(environment.get("DYN_LOG", ""), defaultLevel, filters, parser));
    }

    /// Java 17 cannot ask; where there is no /proc there are no colours.
    private static boolean standardErrorIsTerminal() {
        try {
            String device = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private void readFile(String name, boolean wanted) {
        Map<String, String> values = parse(name, wanted);
        if (values == null) {
            return;
        }
        values.forEach((key, value) -> {
            if (key.equals("log_level")) {
                defaultLevel = value;
            } else if (key.startsWith("log_filters\0")) {
                filter(name, key.substring("log_filters\0".length()).replace('\0', '.'), value);
            }
        });
    }

    private void filter(String file, String target, String word) {
        LogLevel level = LogLevel.parse(word);
        if (level == null) {
            environment
                    .problems()
                    .wrongValue(
                            file + ": log_filters." + target,
                            word,
                            "one of off error warn info debug trace",
                            "no filter");
        } else {
            filters.put(target, level);
        }
    }

    private @Nullable Map<String, String> parse(String name, boolean wanted) {
        try {
            Path path = Path.of(name);
            if (!Files.exists(path) && !wanted) {
                return null;
            }
            return TomlFile.parse(Files.readString(path));
        } catch (IOException | IllegalArgumentException e) {
            environment
                    .problems()
                    .wrongValue(
                            "DYN_LOGGING_CONFIG_PATH",
                            name,
                            "a TOML file with log_level and [log_filters] (" + e.getMessage() + ")",
                            "no file");
            return null;
        }
    }
}
