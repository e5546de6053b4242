package io.rubato.tracing.internal.config;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigurablePropagatorProvider;
import io.opentelemetry.sdk.autoconfigure.spi.logs.ConfigurableLogRecordExporterProvider;
import io.opentelemetry.sdk.autoconfigure.spi.metrics.ConfigurableMetricExporterProvider;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSamplerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;

/// The standard `OTEL_*` variables, checked: those with a wrong value are left out and said so in one line.
///
/// Names and meanings are those of the OpenTelemetry specification ("SDK environment variables", "OTLP exporter") as
/// the SDK's autoconfigure module implements them. Variables not listed here pass unchecked.
final class OtelVariables {
    private final Map<String, OtelValue> known = known();
    private final Environment environment;
    private final Map<String, String> accepted = new HashMap<>();

    OtelVariables(Environment environment) {
        this.environment = environment;
        for (Map.Entry<String, String> variable : environment.all().entrySet()) {
            if (variable.getKey().startsWith("OTEL_")) {
                check(variable.getKey(), variable.getValue());
            }
        }
        checkSampler();
        checkProtocolAndEndpoint("TRACES");
        checkProtocolAndEndpoint("LOGS");
        checkClientCertificate("");
        checkClientCertificate("TRACES_");
        checkClientCertificate("LOGS_");
    }

    String get(String name, String otherwise) {
        return accepted.getOrDefault(name, otherwise);
    }

    /// The accepted values under their property names (`otel.service.name`), with this library's own defaults.
    Map<String, String> properties(ExportSettings export) {
        Map<String, String> all = new HashMap<>(accepted);
        if (!export.spans()) {
            all.put("OTEL_TRACES_EXPORTER", "none");
        }
        if (!export.logs()) {
            all.put("OTEL_LOGS_EXPORTER", "none");
        }
        all.putIfAbsent("OTEL_METRICS_EXPORTER", "none");
        // Retrying is done above the exporter, where it can last longer and be cut short at the end.
        all.putIfAbsent("OTEL_JAVA_EXPORTER_OTLP_RETRY_DISABLED", "true");
        if (!all.getOrDefault("OTEL_RESOURCE_ATTRIBUTES", "").contains("service.name=")) {
            all.putIfAbsent("OTEL_SERVICE_NAME", ServiceName.ofProcess());
        }
        Map<String, String> properties = new LinkedHashMap<>();
        all.forEach(
                (name, value) -> properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value));
        return properties;
    }

    private void check(String name, String value) {
        OtelValue kind = known.get(name);
        if (kind == null || kind.check().test(value)) {
            accepted.put(name, value);
        } else {
            environment.problems().wrongValue(name, value, kind.accepted(), "the default");
        }
    }

    /// Only the samplers by ratio have an argument of which the form is known.
    private void checkSampler() {
        String argument = accepted.get("OTEL_TRACES_SAMPLER_ARG");
        if (argument != null
                && accepted.getOrDefault("OTEL_TRACES_SAMPLER", "").endsWith("traceidratio")
                && !OtelValue.RATIO.check().test(argument)) {
            accepted.remove("OTEL_TRACES_SAMPLER_ARG");
            environment
                    .problems()
                    .wrongValue("OTEL_TRACES_SAMPLER_ARG", argument, OtelValue.RATIO.accepted(), "the default");
        }
    }

    private void checkProtocolAndEndpoint(String signal) {
        String protocol = accepted.getOrDefault(
                "OTEL_EXPORTER_OTLP_" + signal + "_PROTOCOL",
                accepted.getOrDefault("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"));
        if (protocol.equals("grpc")) {
            checkGrpcEndpoint("OTEL_EXPORTER_OTLP_" + signal + "_ENDPOINT");
            checkGrpcEndpoint("OTEL_EXPORTER_OTLP_ENDPOINT");
        }
    }

    private void checkGrpcEndpoint(String name) {
        String url = accepted.get(name);
        if (url != null && !OtelValue.GRPC_URL.check().test(url)) {
            accepted.remove(name);
            environment.problems().wrongValue(name, url, OtelValue.GRPC_URL.accepted(), "the default");
        }
    }

    private void checkClientCertificate(String signal) {
        String key = "OTEL_EXPORTER_OTLP_" + signal + "CLIENT_KEY";
        String certificate = "OTEL_EXPORTER_OTLP_" + signal + "CLIENT_CERTIFICATE";
        if (accepted.containsKey(key) != accepted.containsKey(certificate)) {
            String one = accepted.containsKey(key) ? key : certificate;
            String other = accepted.containsKey(key) ? certificate : key;
            environment
                    .problems()
                    .wrongValue(one, accepted.getOrDefault(one, ""), "a file beside one in " + other, "neither");
            accepted.remove(one);
        }
    }

    /// The built-in names, and those that libraries on the class path add.
    private static <T> String[] names(Class<T> provider, Function<T, String> name, String... builtIn) {
        Set<String> names = new LinkedHashSet<>(List.of(builtIn));
        try {
            ServiceLoader.load(provider, OtelVariables.class.getClassLoader())
                    .forEach(found -> names.add(name.apply(found)));
        } catch (ServiceConfigurationError broken) {
            // Somebody's broken library: the names found so far are what can be used.
            return names.toArray(String[]::new);
        }
        return names.toArray(String[]::new);
    }

    private static Map<String, OtelValue> known() {
        Map<String, OtelValue> known = new HashMap<>();
        known.put("OTEL_SDK_DISABLED", OtelValue.BOOLEAN);
        known.put(
                "OTEL_PROPAGATORS",
                OtelValue.listOf(names(
                        ConfigurablePropagatorProvider.class,
                        ConfigurablePropagatorProvider::getName,
                        "tracecontext",
                        "baggage",
                        "none")));
        known.put(
                "OTEL_TRACES_SAMPLER",
                OtelValue.oneOf(names(
                        ConfigurableSamplerProvider.class,
                        ConfigurableSamplerProvider::getName,
                        "always_on",
                        "always_off",
                        "traceidratio",
                        "parentbased_always_on",
                        "parentbased_always_off",
                        "parentbased_traceidratio")));
        known.put(
                "OTEL_TRACES_EXPORTER",
                OtelValue.listOf(names(
                        ConfigurableSpanExporterProvider.class, ConfigurableSpanExporterProvider::getName, "none")));
        known.put(
                "OTEL_LOGS_EXPORTER",
                OtelValue.listOf(names(
                        ConfigurableLogRecordExporterProvider.class,
                        ConfigurableLogRecordExporterProvider::getName,
                        "none")));
        known.put(
                "OTEL_METRICS_EXPORTER",
                OtelValue.listOf(names(
                        ConfigurableMetricExporterProvider.class,
                        ConfigurableMetricExporterProvider::getName,
                        "none")));
        known.put("OTEL_RESOURCE_ATTRIBUTES", OtelValue.PAIRS);
        for (String processor : new String[] {"BSP", "BLRP"}) {
            known.put("OTEL_" + processor + "_SCHEDULE_DELAY", OtelValue.DURATION);
            known.put("OTEL_" + processor + "_EXPORT_TIMEOUT", OtelValue.DURATION);
            known.put("OTEL_" + processor + "_MAX_QUEUE_SIZE", OtelValue.POSITIVE);
            known.put("OTEL_" + processor + "_MAX_EXPORT_BATCH_SIZE", OtelValue.POSITIVE);
        }
        for (String limit : new String[] {"ATTRIBUTE", "SPAN_ATTRIBUTE"}) {
            known.put("OTEL_" + limit + "_VALUE_LENGTH_LIMIT", OtelValue.NOT_NEGATIVE);
            known.put("OTEL_" + limit + "_COUNT_LIMIT", OtelValue.POSITIVE);
        }
        known.put("OTEL_SPAN_EVENT_COUNT_LIMIT", OtelValue.POSITIVE);
        known.put("OTEL_SPAN_LINK_COUNT_LIMIT", OtelValue.POSITIVE);
        known.put("OTEL_JAVA_METRICS_CARDINALITY_LIMIT", OtelValue.POSITIVE);
        for (String signal : new String[] {"", "TRACES_", "LOGS_", "METRICS_"}) {
            String prefix = "OTEL_EXPORTER_OTLP_" + signal;
            known.put(prefix + "ENDPOINT", OtelValue.URL);
            known.put(prefix + "PROTOCOL", OtelValue.oneOf("grpc", "http/protobuf"));
            known.put(prefix + "COMPRESSION", OtelValue.oneOf("gzip", "none"));
            known.put(prefix + "TIMEOUT", OtelValue.DURATION);
            known.put(prefix + "HEADERS", OtelValue.PAIRS);
            known.put(prefix + "CERTIFICATE", OtelValue.FILE);
            known.put(prefix + "CLIENT_KEY", OtelValue.FILE);
            known.put(prefix + "CLIENT_CERTIFICATE", OtelValue.FILE);
        }
        return known;
    }
}
