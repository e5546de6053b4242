package io.rubato.server.internal.config;

import static io.rubato.server.internal.config.ValueTypes.SWITCH;
import static io.rubato.server.internal.config.ValueTypes.TEXT;
import static io.rubato.server.internal.config.ValueTypes.TEXTS;
import static io.rubato.server.internal.config.ValueTypes.URL_OR_NONE;
import static io.rubato.server.internal.config.ValueTypes.duration;
import static io.rubato.server.internal.config.ValueTypes.integer;
import static io.rubato.server.internal.config.ValueTypes.symbol;

import io.rubato.server.config.GraphSeriesSettings;
import io.rubato.server.config.RemoteWriteSettings;
import io.rubato.server.config.RemoteWriteSettings.Credentials;
import io.rubato.server.config.RemoteWriteSettings.Histograms;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.config.SpanMetricsSettings;
import io.rubato.server.config.SpanMetricsSettings.Processor;
import io.rubato.server.config.SpanSeriesSettings;
import io.rubato.server.config.SpanSeriesSettings.Intrinsics;
import io.rubato.server.config.SpanSeriesSettings.Mapping;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// The settings of [SpanMetricsSettings], and Tempo's of its metrics generator.
final class SpanMetricsKeys {
    private static final String OVERRIDES = "overrides.defaults.metrics_generator.";
    private static final String FLAT = "overrides.metrics_generator_";
    private static final String GENERATOR = "metrics_generator.";
    private static final String STORAGE = GENERATOR + "storage.remote_write.";
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final List<Key<?>> MADE = new ArrayList<>();

    /// Where Tempo says what is generated; without it nothing is.
    static final List<String> TEMPO_PROCESSORS = List.of(OVERRIDES + "processors", FLAT + "processors");

    static final Key<Boolean> ENABLED = key("enabled", SWITCH, SpanMetricsSettings::enabled);
    static final Key<Set<Processor>> PROCESSORS = key(
            "processors",
            SpanMetricsTypes.PROCESSORS,
            SpanMetricsSettings::processors,
            TEMPO_PROCESSORS.toArray(String[]::new));
    private static final Key<Duration> INTERVAL = key(
            "interval",
            duration(MILLISECOND),
            SpanMetricsSettings::interval,
            OVERRIDES + "collection_interval",
            FLAT + "collection_interval",
            GENERATOR + "registry.collection_interval");
    private static final Key<Duration> SETTLE = key("settle", duration(MILLISECOND), SpanMetricsSettings::settle);
    private static final Key<Integer> MAX_SERIES = made(Key.of(
                    "span_metrics.max_series",
                    integer(1, Integer.MAX_VALUE),
                    c -> c.spanMetrics().maxSeries())
            .withAlias(OVERRIDES + "max_active_series", SpanMetricsTypes.MOST_OR_ANY)
            .withAlias(FLAT + "max_active_series", SpanMetricsTypes.MOST_OR_ANY));

    private static final Key<List<String>> DIMENSIONS = processor(
            "dimensions", "span_metrics", "dimensions", TEXTS, s -> s.spans().dimensions());
    private static final Key<List<Mapping>> MAPPINGS = processor(
            "dimension_mappings",
            "span_metrics",
            "dimension_mappings",
            SpanMetricsTypes.MAPPINGS,
            s -> s.spans().mappings());
    private static final Key<Boolean> SERVICE = intrinsic("service", Intrinsics::service);
    private static final Key<Boolean> SPAN_NAME = intrinsic("span_name", Intrinsics::spanName);
    private static final Key<Boolean> SPAN_KIND = intrinsic("span_kind", Intrinsics::spanKind);
    private static final Key<Boolean> STATUS_CODE = intrinsic("status_code", Intrinsics::statusCode);
    private static final Key<Boolean> STATUS_MESSAGE = intrinsic("status_message", Intrinsics::statusMessage);

    private static final Key<List<String>> GRAPH_DIMENSIONS =
            graph("dimensions", TEXTS, GraphSeriesSettings::dimensions);
    private static final Key<Boolean> PREFIX =
            graph("enable_client_server_prefix", SWITCH, GraphSeriesSettings::clientServerPrefix);
    private static final Key<Boolean> VIRTUAL_NODE =
            graph("enable_virtual_node_label", SWITCH, GraphSeriesSettings::virtualNodeLabel);
    private static final Key<List<String>> PEERS = graph("peer_attributes", TEXTS, GraphSeriesSettings::peerAttributes);

    private static final Key<String> URL = remote("url", URL_OR_NONE, RemoteWriteSettings::url, STORAGE + "url");
    private static final Key<Integer> QUEUE =
            remote("max_queued", integer(1, Integer.MAX_VALUE), RemoteWriteSettings::maxQueued);
    private static final Key<Histograms> HISTOGRAMS = remote(
            "histograms",
            symbol(Histograms.class),
            RemoteWriteSettings::histograms,
            OVERRIDES + "generate_native_histograms",
            FLAT + "generate_native_histograms");
    private static final Key<Map<String, String>> HEADERS =
            remote("headers", SpanMetricsTypes.HEADERS, RemoteWriteSettings::headers, STORAGE + "headers");
    private static final Key<Map<String, String>> EXTERNAL_LABELS = remote(
            "external_labels",
            SpanMetricsTypes.LABELS,
            RemoteWriteSettings::externalLabels,
            GENERATOR + "registry.external_labels");
    private static final Key<String> USERNAME =
            credential("basic_auth.username", TEXT, Credentials::username, "basic_auth.username");
    private static final Key<String> PASSWORD =
            credential("basic_auth.password", SpanMetricsTypes.SECRET, Credentials::password, "basic_auth.password");
    private static final Key<Optional<Path>> PASSWORD_FILE = credential(
            "basic_auth.password_file",
            ValueTypes.OPTIONAL_PATH,
            Credentials::passwordFile,
            "basic_auth.password_file");
    private static final Key<String> TYPE =
            credential("authorization.type", TEXT, Credentials::type, "authorization.type");
    private static final Key<String> TOKEN = credential(
            "authorization.credentials",
            SpanMetricsTypes.SECRET,
            Credentials::token,
            "authorization.credentials",
            "bearer_token");
    private static final Key<Optional<Path>> TOKEN_FILE = credential(
            "authorization.credentials_file",
            ValueTypes.OPTIONAL_PATH,
            Credentials::tokenFile,
            "authorization.credentials_file",
            "bearer_token_file");

    static final List<Key<?>> ALL = List.copyOf(MADE);

    private SpanMetricsKeys() {}

    private static <T> Key<T> made(Key<T> key) {
        MADE.add(key);
        return key;
    }

    private static <T> Key<T> key(
            String name, ValueType<T> type, Function<SpanMetricsSettings, T> get, String... aliases) {
        Function<ServerConfig, T> ofConfig = c -> get.apply(c.spanMetrics());
        return made(Key.of("span_metrics." + name, type, ofConfig, aliases));
    }

    /// A setting of one of Tempo's processors, which it has in three places.
    private static <T> Key<T> processor(
            String ours, String processor, String name, ValueType<T> type, Function<SpanMetricsSettings, T> get) {
        return key(
                ours,
                type,
                get,
                OVERRIDES + "processor." + processor + "." + name,
                FLAT + "processor_" + processor + "_" + name,
                GENERATOR + "processor." + processor + "." + name);
    }

    private static Key<Boolean> intrinsic(String name, Function<Intrinsics, Boolean> get) {
        String path = "intrinsic_dimensions." + name;
        return processor(
                path, "span_metrics", path, SWITCH, s -> get.apply(s.spans().intrinsics()));
    }

    private static <T> Key<T> graph(String name, ValueType<T> type, Function<GraphSeriesSettings, T> get) {
        return processor("service_graphs." + name, "service_graphs", name, type, s -> get.apply(s.graph()));
    }

    private static <T> Key<T> remote(
            String name, ValueType<T> type, Function<RemoteWriteSettings, ? extends T> get, String... aliases) {
        return key("remote_write." + name, type, s -> get.apply(s.remoteWrite()), aliases);
    }

    private static <T> Key<T> credential(
            String name, ValueType<T> type, Function<Credentials, T> get, String... tempo) {
        String[] aliases = new String[tempo.length];
        for (int i = 0; i < tempo.length; i++) {
            aliases[i] = STORAGE + tempo[i];
        }
        return remote(name, type, r -> get.apply(r.credentials()), aliases);
    }

    static SpanMetricsSettings of(Values values) {
        return new SpanMetricsSettings(
                values.get(ENABLED),
                values.get(PROCESSORS),
                values.get(INTERVAL),
                values.get(SETTLE),
                values.get(MAX_SERIES),
                new SpanSeriesSettings(
                        values.get(DIMENSIONS),
                        new Intrinsics(
                                values.get(SERVICE),
                                values.get(SPAN_NAME),
                                values.get(SPAN_KIND),
                                values.get(STATUS_CODE),
                                values.get(STATUS_MESSAGE)),
                        values.get(MAPPINGS)),
                new GraphSeriesSettings(
                        values.get(GRAPH_DIMENSIONS), values.get(PREFIX), values.get(VIRTUAL_NODE), values.get(PEERS)),
                new RemoteWriteSettings(
                        values.get(URL),
                        values.get(QUEUE),
                        values.get(HEADERS),
                        new Credentials(
                                values.get(USERNAME),
                                values.get(PASSWORD),
                                values.get(PASSWORD_FILE),
                                values.get(TYPE),
                                values.get(TOKEN),
                                values.get(TOKEN_FILE)),
                        new TreeMap<>(values.get(EXTERNAL_LABELS)),
                        values.get(HISTOGRAMS)));
    }
}
