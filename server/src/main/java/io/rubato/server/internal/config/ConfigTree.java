package io.rubato.server.internal.config;

import io.rubato.server.config.CompactionSettings;
import io.rubato.server.config.HeadSettings;
import io.rubato.server.config.LimitSettings;
import io.rubato.server.config.MetricsSettings;
import io.rubato.server.config.QueryMemorySettings;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.config.ReceiverSettings;
import io.rubato.server.config.RetentionSettings;
import io.rubato.server.config.RuleSettings;
import io.rubato.server.config.SecuritySettings;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.config.ServerSettings;
import io.rubato.server.config.StorageSettings;
import io.rubato.server.config.TenantSettings;
import java.nio.file.Path;

/// Builds the tree from the settings of a file and the defaults of the rest.
final class ConfigTree {
    private ConfigTree() {}

    static ServerConfig of(Values values) {
        return new ServerConfig(
                server(values),
                receivers(values),
                limits(values),
                storage(values),
                head(values),
                new CompactionSettings(
                        values.get(Keys.COMPACTION_WINDOW),
                        values.get(Keys.MAX_COMPACTION_OBJECTS),
                        values.get(Keys.COMPACTED_BLOCK_RETENTION)),
                new RetentionSettings(
                        values.get(Keys.BLOCK_RETENTION),
                        values.get(Keys.MAX_TOTAL_BYTES),
                        values.get(Keys.CLOCK_JUMP_WAIT)),
                query(values),
                rules(values),
                SpanMetricsKeys.of(values),
                new SecuritySettings(
                        values.get(SecurityKeys.AUTH_FILE),
                        SecurityKeys.SERVER.of(values),
                        SecurityKeys.OTLP_GRPC.of(values),
                        SecurityKeys.OTLP_HTTP.of(values),
                        values.get(SecurityKeys.ALLOWED_HOSTS)),
                tenants(values));
    }

    private static TenantSettings tenants(Values values) {
        return new TenantSettings(
                values.get(TenantKeys.ENABLED),
                values.get(TenantKeys.MAX),
                values.get(TenantKeys.FEDERATION),
                values.get(TenantKeys.OVERRIDES_FILE),
                values.get(TenantKeys.RATE_BYTES),
                values.get(TenantKeys.BURST_BYTES));
    }

    private static ServerSettings server(Values values) {
        return new ServerSettings(
                values.get(Keys.HTTP_LISTEN_ADDRESS),
                values.get(Keys.HTTP_LISTEN_PORT),
                values.get(Keys.GRPC_LISTEN_PORT),
                values.get(Keys.JAEGER_QUERY_PORT),
                values.get(Keys.HTTP_PATH_PREFIX),
                values.get(Keys.GRACEFUL_SHUTDOWN_TIMEOUT),
                values.get(Keys.LOG_LEVEL),
                values.get(Keys.LOG_FORMAT));
    }

    private static ReceiverSettings receivers(Values values) {
        ReceiverSettings.Cors cors = new ReceiverSettings.Cors(
                values.get(Keys.CORS_ALLOWED_ORIGINS),
                values.get(Keys.CORS_ALLOWED_HEADERS),
                values.get(Keys.CORS_MAX_AGE));
        return new ReceiverSettings(
                new ReceiverSettings.Grpc(
                        values.get(Keys.GRPC_ENABLED),
                        values.get(Keys.GRPC_ENDPOINT),
                        values.get(Keys.GRPC_MAX_MESSAGE_BYTES)),
                new ReceiverSettings.Http(
                        values.get(Keys.HTTP_ENABLED),
                        values.get(Keys.HTTP_ENDPOINT),
                        values.get(Keys.HTTP_MAX_BODY_BYTES),
                        cors),
                new ReceiverSettings.Port(values.get(Keys.ZIPKIN_ENABLED), values.get(Keys.ZIPKIN_ENDPOINT)),
                new ReceiverSettings.Jaeger(
                        new ReceiverSettings.Port(
                                values.get(Keys.JAEGER_GRPC_ENABLED), values.get(Keys.JAEGER_GRPC_ENDPOINT)),
                        new ReceiverSettings.Port(
                                values.get(Keys.JAEGER_THRIFT_HTTP_ENABLED),
                                values.get(Keys.JAEGER_THRIFT_HTTP_ENDPOINT))));
    }

    private static LimitSettings limits(Values values) {
        return new LimitSettings(
                values.get(Keys.MAX_DECOMPRESSED_BYTES),
                values.get(Keys.MAX_IN_FLIGHT_BYTES),
                values.get(Keys.RETRY_AFTER),
                values.get(Keys.MAX_NESTING_DEPTH),
                values.get(Keys.MAX_ATTRIBUTES_PER_SPAN),
                values.get(Keys.MAX_STRING_BYTES),
                ConnectionKeys.of(values));
    }

    private static StorageSettings storage(Values values) {
        Path dataDir = values.get(Keys.DATA_DIR);
        return new StorageSettings(
                dataDir,
                values.find(Keys.WAL_PATH).orElseGet(() -> dataDir.resolve("wal")),
                values.find(Keys.BLOCKS_PATH).orElseGet(() -> dataDir.resolve("blocks")),
                values.get(Keys.WAL_FSYNC),
                values.get(Keys.WAL_SEGMENT_BYTES),
                values.get(Keys.MIN_FREE_BYTES),
                values.get(Keys.MIN_FREE_PERCENT));
    }

    private static HeadSettings head(Values values) {
        return new HeadSettings(
                values.get(Keys.MAX_BLOCK_BYTES),
                values.get(Keys.MAX_BLOCK_DURATION),
                values.get(Keys.MAX_BLOCK_SPANS),
                values.get(Keys.TRACE_IDLE_PERIOD),
                values.get(Keys.FLUSH_CHECK_PERIOD));
    }

    private static QuerySettings query(Values values) {
        return new QuerySettings(
                values.get(Keys.DEFAULT_RESULT_LIMIT),
                values.get(Keys.MAX_RESULT_LIMIT),
                values.get(Keys.MAX_DURATION),
                values.get(Keys.DEFAULT_SPANS_PER_SPAN_SET),
                values.get(Keys.MAX_SPANS_PER_SPAN_SET),
                values.get(Keys.QUERY_TIMEOUT),
                values.get(Keys.TRACE_BY_ID_TIMEOUT),
                values.get(Keys.MAX_QUERY_EXPRESSION_SIZE_BYTES),
                values.get(Keys.MAX_OUTSTANDING),
                new MetricsSettings(
                        values.get(Keys.METRICS_MAX_DURATION),
                        values.get(Keys.METRICS_MAX_EXEMPLARS),
                        values.get(Keys.METRICS_MAX_RESPONSE_SERIES)),
                new QueryMemorySettings(
                        values.get(Keys.QUERY_MAX_MEMORY_BYTES),
                        values.get(Keys.QUERY_MAX_RESULT_BYTES),
                        values.get(Keys.QUERY_MAX_TRACE_BYTES)));
    }

    private static RuleSettings rules(Values values) {
        return new RuleSettings(
                values.get(Keys.RULE_FILES),
                values.get(Keys.RULE_EVALUATION_INTERVAL),
                values.get(Keys.RULE_QUERY_OFFSET),
                values.get(Keys.RULE_ALERTMANAGERS),
                values.get(Keys.RULE_RESEND_DELAY),
                values.get(Keys.RULE_NOTIFICATION_TIMEOUT),
                values.get(Keys.RULE_EXTERNAL_URL));
    }
}
