package io.rubato.tracing.internal.config;

import java.time.Duration;

/// What is exported and how long is waited for it.
///
/// @param spans export spans
/// @param logs export log records
/// @param retryFor how long a batch is tried before its items count as failed
/// @param flushWithin how long an ending process waits for what is left
/// @param spanQueue how many spans may wait
/// @param logQueue how many log records may wait
/// @param attemptLimit how long one attempt may take
public record ExportSettings(
        boolean spans,
        boolean logs,
        Duration retryFor,
        Duration flushWithin,
        int spanQueue,
        int logQueue,
        Duration attemptLimit) {

    private static final Duration RETRY_FOR = Duration.ofSeconds(60);
    private static final Duration FLUSH_WITHIN = Duration.ofSeconds(5);
    private static final Duration EXPORT_TIMEOUT = Duration.ofSeconds(10);

    /// Reads the switches. `OTEL_EXPORT_ENABLED` decides about spans; where it is not set, naming an exporter or an
    /// endpoint is taken as the wish to export.
    static ExportSettings read(Environment environment, OtelVariables variables) {
        boolean named = environment.isSet("OTEL_TRACES_EXPORTER")
                || environment.isSet("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
                || environment.isSet("OTEL_EXPORTER_OTLP_ENDPOINT");
        boolean logsNamed = environment.isSet("OTEL_LOGS_EXPORTER");
        Duration attempt = OtelValue.parseDuration(
                variables.get("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", variables.get("OTEL_EXPORTER_OTLP_TIMEOUT", "10s")));
        return new ExportSettings(
                environment.flag("OTEL_EXPORT_ENABLED", named),
                environment.flag("OTEL_EXPORT_LOGS_ENABLED", logsNamed),
                environment.duration("RUBATO_EXPORT_RETRY", RETRY_FOR),
                environment.duration("RUBATO_EXPORT_FLUSH", FLUSH_WITHIN),
                Integer.parseInt(variables.get("OTEL_BSP_MAX_QUEUE_SIZE", "2048")),
                Integer.parseInt(variables.get("OTEL_BLRP_MAX_QUEUE_SIZE", "2048")),
                (attempt == null ? EXPORT_TIMEOUT : attempt).plusSeconds(1));
    }
}
