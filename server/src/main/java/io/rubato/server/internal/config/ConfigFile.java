package io.rubato.server.internal.config;

import io.rubato.server.config.ConfigException;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.config.ReceiverSettings;
import io.rubato.server.config.ServerConfig;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/// The configuration file: one YAML document in our dialect, in that of Grafana Tempo 2.x or 3.x, or in a mix of them.
///
/// What is unknown or has no effect is a [Warning], what cannot be meant is a [ConfigException]. Both name the file and
/// the line.
public final class ConfigFile {
    /// By these a file is Tempo's: we have none of them under these names.
    private static final List<String> TEMPO_SECTIONS = List.of(
            "target",
            "distributor",
            "ingester",
            "live_store",
            "block_builder",
            "compactor",
            "backend_scheduler",
            "backend_worker",
            "querier",
            "query_frontend",
            "storage.trace",
            "metrics_generator",
            "overrides",
            "memberlist",
            "usage_report");

    private ConfigFile() {}

    /// Reads a file.
    ///
    /// @param file the file, in UTF-8
    /// @param env the environment, for `${NAME:default}` in values
    /// @throws ConfigException if it cannot be read, is not YAML, or holds a value that is not of its key's type
    public static Loaded load(Path file, Map<String, String> env) throws ConfigException {
        return load(file, env, Map.of());
    }

    /// Reads a file, and then options that count more than it does.
    ///
    /// @param options settings by their path in our dialect, `storage.data_dir` for one; they are not expanded
    public static Loaded load(Path file, Map<String, String> env, Map<String, String> options) throws ConfigException {
        try {
            return read(Files.readString(file), file.toString(), env, options);
        } catch (NoSuchFileException e) {
            throw new ConfigException(file + ": no such file, expected the configuration");
        } catch (MalformedInputException e) {
            throw new ConfigException(file + ": not UTF-8, expected a YAML file");
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read: " + e.getMessage());
        }
    }

    /// Reads the text of a file.
    ///
    /// @param source name of the file, for messages
    public static Loaded read(String yaml, String source, Map<String, String> env, Map<String, String> options)
            throws ConfigException {
        YamlDocument document = YamlDocument.parse(yaml, source);
        ConfigReader reader = new ConfigReader(document, new Environment(env));
        Values values = reader.read();
        List<Warning> warnings = new ArrayList<>(reader.warnings());
        followTempoAddress(reader, values);
        followTempoReceivers(reader, values);
        followTempoProcessors(reader, values);
        for (Map.Entry<String, String> option : options.entrySet()) {
            set(values, option.getKey(), option.getValue());
        }
        ServerConfig config = ConfigTree.of(values);
        check(config, source, warnings);
        return new Loaded(config, warnings);
    }

    /// The configuration as a file in our dialect, which reads back to the same.
    public static String toYaml(ServerConfig config) {
        return toYaml(ConfigForm.of(config));
    }

    /// Only what is not as it would be without a file.
    public static String changesToYaml(ServerConfig config) {
        return toYaml(ConfigForm.changes(config));
    }

    private static String toYaml(Map<String, Object> form) {
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setSplitLines(false)
                .setDereferenceAliases(true)
                .build();
        return new Dump(settings).dumpToString(form);
    }

    /// Tempo's API listens on every interface unless its file says otherwise; ours does not.
    private static void followTempoAddress(ConfigReader reader, Values values) {
        if (TEMPO_SECTIONS.stream().anyMatch(reader::has)) {
            values.put(
                    Keys.HTTP_LISTEN_ADDRESS,
                    values.find(Keys.HTTP_LISTEN_ADDRESS).orElse("0.0.0.0"));
        }
    }

    /// Tempo opens the receivers that its file names, and no others.
    private static void followTempoReceivers(ConfigReader reader, Values values) {
        if (reader.has(Keys.TEMPO_RECEIVERS)) {
            enable(values, Keys.GRPC_ENABLED, reader.has(Keys.TEMPO_OTLP_GRPC));
            enable(values, Keys.HTTP_ENABLED, reader.has(Keys.TEMPO_OTLP_HTTP));
            enable(values, Keys.ZIPKIN_ENABLED, reader.has(Keys.TEMPO_ZIPKIN));
            enable(values, Keys.JAEGER_GRPC_ENABLED, reader.has(Keys.TEMPO_JAEGER_GRPC));
            enable(values, Keys.JAEGER_THRIFT_HTTP_ENABLED, reader.has(Keys.TEMPO_JAEGER_THRIFT_HTTP));
        }
    }

    /// Tempo generates metrics if it is told which.
    private static void followTempoProcessors(ConfigReader reader, Values values) {
        if (SpanMetricsKeys.TEMPO_PROCESSORS.stream().anyMatch(reader::has)) {
            boolean any = !values.get(SpanMetricsKeys.PROCESSORS).isEmpty();
            enable(values, SpanMetricsKeys.ENABLED, any);
        }
    }

    private static void enable(Values values, Key<Boolean> key, boolean named) {
        values.put(key, values.find(key).orElse(named));
    }

    private static void set(Values values, String path, String text) throws ConfigException {
        KeyTable.Setting<?> setting = KeyTable.INSTANCE.setting(path);
        if (setting == null) {
            String nearest = KeyTable.INSTANCE.nearest("", path.substring(path.lastIndexOf('.') + 1));
            throw new ConfigException("option " + path + " is unknown, expected a key of the configuration"
                    + (nearest == null ? "" : " such as " + nearest));
        }
        put(values, setting, text);
    }

    private static <T> void put(Values values, KeyTable.Setting<T> setting, String text) throws ConfigException {
        try {
            values.put(setting.key(), setting.type().parser().apply(List.of(text)));
        } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            throw new ConfigException("option " + setting.key().path() + " is '" + text + "', expected "
                    + setting.type().expected());
        }
    }

    private static void check(ServerConfig config, String source, List<Warning> warnings) throws ConfigException {
        QuerySettings query = config.query();
        atMost(source, Keys.DEFAULT_RESULT_LIMIT, query.defaultResultLimit(), query.maxResultLimit());
        atMost(source, Keys.DEFAULT_SPANS_PER_SPAN_SET, query.defaultSpansPerSpanSet(), query.maxSpansPerSpanSet());
        if (config.limits().maxInFlightBytes() < config.limits().maxDecompressedBytes()) {
            throw new ConfigException(source + ": limits.max_in_flight_bytes is "
                    + ByteSize.format(config.limits().maxInFlightBytes())
                    + ", expected at least limits.max_decompressed_bytes, which is "
                    + ByteSize.format(config.limits().maxDecompressedBytes()));
        }
        SecurityChecks.check(config.security(), source);
        if (!config.tenants().enabled() && config.tenants().overridesFile().isPresent()) {
            warnings.add(new Warning(
                    source, TenantKeys.OVERRIDES_FILE.path() + " has no effect while multitenancy_enabled is off"));
        }
        if (!config.storage().walFsync()) {
            warnings.add(new Warning(
                    source,
                    "storage.wal.fsync is off: acknowledged spans of the last seconds are lost with the power"));
        }
        if (!anyReceiver(config.receivers())) {
            warnings.add(new Warning(source, "no receiver is on: no span can come in"));
        }
    }

    private static boolean anyReceiver(ReceiverSettings receivers) {
        return receivers.grpc().enabled()
                || receivers.http().enabled()
                || receivers.zipkin().enabled()
                || receivers.jaeger().grpc().enabled()
                || receivers.jaeger().thriftHttp().enabled();
    }

    private static void atMost(String source, Key<Integer> key, int value, int greatest) throws ConfigException {
        if (greatest != 0 && value > greatest) {
            throw new ConfigException(
                    source + ": " + key.path() + " is " + value + ", expected at most the greatest, " + greatest);
        }
    }
}
