package io.rubato.server.internal.config;

import static io.rubato.server.internal.config.ValueTypes.ENDPOINT;
import static io.rubato.server.internal.config.ValueTypes.PATH;
import static io.rubato.server.internal.config.ValueTypes.PATHS;
import static io.rubato.server.internal.config.ValueTypes.PATH_PREFIX;
import static io.rubato.server.internal.config.ValueTypes.SWITCH;
import static io.rubato.server.internal.config.ValueTypes.TEXT;
import static io.rubato.server.internal.config.ValueTypes.TEXTS;
import static io.rubato.server.internal.config.ValueTypes.URLS;
import static io.rubato.server.internal.config.ValueTypes.URL_OR_NONE;
import static io.rubato.server.internal.config.ValueTypes.bytes;
import static io.rubato.server.internal.config.ValueTypes.count;
import static io.rubato.server.internal.config.ValueTypes.duration;
import static io.rubato.server.internal.config.ValueTypes.integer;
import static io.rubato.server.internal.config.ValueTypes.mebibytes;
import static io.rubato.server.internal.config.ValueTypes.only;
import static io.rubato.server.internal.config.ValueTypes.symbol;

import io.rubato.server.config.Endpoint;
import io.rubato.server.config.ServerSettings.LogFormat;
import io.rubato.server.config.ServerSettings.LogLevel;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Every setting there is, in the order of the file. docs/configuration.md says what each means; a test holds the two
/// together.
final class Keys {
    private static final long LARGEST_REQUEST = 1L << 30;
    private static final int ANY = Integer.MAX_VALUE;
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    static final Key<String> HTTP_LISTEN_ADDRESS =
            Key.of("server.http_listen_address", TEXT, c -> c.server().httpListenAddress());
    static final Key<Integer> HTTP_LISTEN_PORT = Key.of(
            "server.http_listen_port", integer(0, 65_535), c -> c.server().httpListenPort());
    static final Key<Integer> GRPC_LISTEN_PORT = Key.of(
            "server.grpc_listen_port", integer(0, 65_535), c -> c.server().grpcListenPort());
    static final Key<Integer> JAEGER_QUERY_PORT = Key.of(
            "server.jaeger_query_port", integer(0, 65_535), c -> c.server().jaegerQueryPort());
    static final Key<String> HTTP_PATH_PREFIX =
            Key.of("server.http_path_prefix", PATH_PREFIX, c -> c.server().httpPathPrefix(), "http_api_prefix");
    static final Key<Duration> GRACEFUL_SHUTDOWN_TIMEOUT = Key.of(
            "server.graceful_shutdown_timeout",
            duration(Duration.ZERO),
            c -> c.server().gracefulShutdownTimeout());
    static final Key<LogLevel> LOG_LEVEL =
            Key.of("server.log_level", symbol(LogLevel.class), c -> c.server().logLevel());
    static final Key<LogFormat> LOG_FORMAT =
            Key.of("server.log_format", symbol(LogFormat.class), c -> c.server().logFormat());

    /// Where Tempo has its receivers; if this is there, those that it does not name are off.
    static final String TEMPO_RECEIVERS = "distributor.receivers";

    static final String TEMPO_OTLP_GRPC = TEMPO_RECEIVERS + ".otlp.protocols.grpc";
    static final String TEMPO_OTLP_HTTP = TEMPO_RECEIVERS + ".otlp.protocols.http";

    static final Key<Boolean> GRPC_ENABLED = Key.of(
            "receivers.otlp.grpc.enabled", SWITCH, c -> c.receivers().grpc().enabled());
    static final Key<Endpoint> GRPC_ENDPOINT = Key.of(
            "receivers.otlp.grpc.endpoint",
            ENDPOINT,
            c -> c.receivers().grpc().endpoint(),
            TEMPO_OTLP_GRPC + ".endpoint");
    static final Key<Long> GRPC_MAX_MESSAGE_BYTES = Key.of(
                    "receivers.otlp.grpc.max_message_bytes",
                    bytes(1024, LARGEST_REQUEST),
                    c -> c.receivers().grpc().maxMessageBytes())
            .withAlias(TEMPO_OTLP_GRPC + ".max_recv_msg_size_mib", mebibytes(LARGEST_REQUEST));
    static final Key<Boolean> HTTP_ENABLED = Key.of(
            "receivers.otlp.http.enabled", SWITCH, c -> c.receivers().http().enabled());
    static final Key<Endpoint> HTTP_ENDPOINT = Key.of(
            "receivers.otlp.http.endpoint",
            ENDPOINT,
            c -> c.receivers().http().endpoint(),
            TEMPO_OTLP_HTTP + ".endpoint");
    static final Key<Long> HTTP_MAX_BODY_BYTES = Key.of(
            "receivers.otlp.http.max_body_bytes",
            bytes(1024, LARGEST_REQUEST),
            c -> c.receivers().http().maxBodyBytes(),
            TEMPO_OTLP_HTTP + ".max_request_body_size");
    static final Key<List<String>> CORS_ALLOWED_ORIGINS = Key.of(
            "receivers.otlp.http.cors.allowed_origins",
            TEXTS,
            c -> c.receivers().http().cors().allowedOrigins(),
            TEMPO_OTLP_HTTP + ".cors.allowed_origins");
    static final Key<List<String>> CORS_ALLOWED_HEADERS = Key.of(
            "receivers.otlp.http.cors.allowed_headers",
            TEXTS,
            c -> c.receivers().http().cors().allowedHeaders(),
            TEMPO_OTLP_HTTP + ".cors.allowed_headers");
    static final Key<Duration> CORS_MAX_AGE = Key.of(
                    "receivers.otlp.http.cors.max_age",
                    duration(Duration.ZERO),
                    c -> c.receivers().http().cors().maxAge())
            .withAlias(TEMPO_OTLP_HTTP + ".cors.max_age", ValueTypes.seconds());

    static final String TEMPO_ZIPKIN = TEMPO_RECEIVERS + ".zipkin";
    static final String TEMPO_JAEGER_GRPC = TEMPO_RECEIVERS + ".jaeger.protocols.grpc";
    static final String TEMPO_JAEGER_THRIFT_HTTP = TEMPO_RECEIVERS + ".jaeger.protocols.thrift_http";

    static final Key<Boolean> ZIPKIN_ENABLED = Key.of(
            "receivers.zipkin.enabled", SWITCH, c -> c.receivers().zipkin().enabled());
    static final Key<Endpoint> ZIPKIN_ENDPOINT = Key.of(
            "receivers.zipkin.endpoint", ENDPOINT, c -> c.receivers().zipkin().endpoint(), TEMPO_ZIPKIN + ".endpoint");
    static final Key<Boolean> JAEGER_GRPC_ENABLED = Key.of(
            "receivers.jaeger.grpc.enabled",
            SWITCH,
            c -> c.receivers().jaeger().grpc().enabled());
    static final Key<Endpoint> JAEGER_GRPC_ENDPOINT = Key.of(
            "receivers.jaeger.grpc.endpoint",
            ENDPOINT,
            c -> c.receivers().jaeger().grpc().endpoint(),
            TEMPO_JAEGER_GRPC + ".endpoint");
    static final Key<Boolean> JAEGER_THRIFT_HTTP_ENABLED = Key.of(
            "receivers.jaeger.thrift_http.enabled",
            SWITCH,
            c -> c.receivers().jaeger().thriftHttp().enabled());
    static final Key<Endpoint> JAEGER_THRIFT_HTTP_ENDPOINT = Key.of(
            "receivers.jaeger.thrift_http.endpoint",
            ENDPOINT,
            c -> c.receivers().jaeger().thriftHttp().endpoint(),
            TEMPO_JAEGER_THRIFT_HTTP + ".endpoint");

    static final Key<Long> MAX_DECOMPRESSED_BYTES = Key.of(
            "limits.max_decompressed_bytes",
            bytes(1024, LARGEST_REQUEST),
            c -> c.limits().maxDecompressedBytes());
    static final Key<Long> MAX_IN_FLIGHT_BYTES =
            Key.of("limits.max_in_flight_bytes", bytes(1024), c -> c.limits().maxInFlightBytes());
    static final Key<Duration> RETRY_AFTER = Key.of(
            "limits.retry_after",
            duration(MILLISECOND),
            c -> c.limits().retryAfter(),
            "distributor.retry_after_on_resource_exhausted");
    static final Key<Integer> MAX_NESTING_DEPTH =
            Key.of("limits.max_nesting_depth", integer(0, 100), c -> c.limits().maxNestingDepth());
    static final Key<Integer> MAX_ATTRIBUTES_PER_SPAN = Key.of(
            "limits.max_attributes_per_span", integer(1, ANY), c -> c.limits().maxAttributesPerSpan());
    static final Key<Long> MAX_STRING_BYTES = Key.of(
            "limits.max_string_bytes",
            bytes(1, LARGEST_REQUEST),
            c -> c.limits().maxStringBytes());

    static final Key<String> BACKEND = Key.of(
            "storage.backend",
            only("local", "object stores are not supported yet"),
            c -> "local",
            "storage.trace.backend");
    static final Key<Path> DATA_DIR =
            Key.of("storage.data_dir", PATH, c -> c.storage().dataDir());
    static final Key<Path> WAL_PATH =
            Key.of("storage.wal.path", PATH, c -> c.storage().walPath(), "storage.trace.wal.path");
    static final Key<Boolean> WAL_FSYNC =
            Key.of("storage.wal.fsync", SWITCH, c -> c.storage().walFsync());
    static final Key<Long> WAL_SEGMENT_BYTES = Key.of(
            "storage.wal.segment_bytes",
            bytes(1L << 20, 1L << 30),
            c -> c.storage().walSegmentBytes());
    static final Key<Path> BLOCKS_PATH =
            Key.of("storage.blocks.path", PATH, c -> c.storage().blocksPath(), "storage.trace.local.path");
    static final Key<Long> MIN_FREE_BYTES =
            Key.of("storage.min_free_bytes", bytes(0), c -> c.storage().minFreeBytes());
    static final Key<Integer> MIN_FREE_PERCENT =
            Key.of("storage.min_free_percent", integer(0, 99), c -> c.storage().minFreePercent());

    static final Key<Long> MAX_BLOCK_BYTES = Key.of(
            "head.max_block_bytes",
            bytes(1024),
            c -> c.head().maxBlockBytes(),
            "ingester.max_block_bytes",
            "live_store.max_block_bytes");
    static final Key<Duration> MAX_BLOCK_DURATION = Key.of(
            "head.max_block_duration",
            duration(MILLISECOND),
            c -> c.head().maxBlockDuration(),
            "ingester.max_block_duration",
            "live_store.max_block_duration");
    static final Key<Integer> MAX_BLOCK_SPANS =
            Key.of("head.max_block_spans", integer(1, ANY), c -> c.head().maxBlockSpans());
    static final Key<Duration> TRACE_IDLE_PERIOD = Key.of(
            "head.trace_idle_period",
            duration(Duration.ZERO),
            c -> c.head().traceIdlePeriod(),
            "ingester.trace_idle_period",
            "live_store.max_trace_idle");
    static final Key<Duration> FLUSH_CHECK_PERIOD = Key.of(
            "head.flush_check_period",
            duration(MILLISECOND),
            c -> c.head().flushCheckPeriod(),
            "ingester.flush_check_period",
            "live_store.flush_check_period");

    private static final String COMPACTOR = "compactor.compaction.";
    private static final String SCHEDULER = "backend_scheduler.provider.compaction.compaction.";
    private static final String WORKER = "backend_worker.compaction.";

    static final Key<Duration> COMPACTION_WINDOW = Key.of(
            "compaction.window",
            duration(Duration.ofSeconds(1)),
            c -> c.compaction().window(),
            COMPACTOR + "compaction_window",
            SCHEDULER + "compaction_window",
            WORKER + "compaction_window");
    static final Key<Long> MAX_COMPACTION_OBJECTS = Key.of(
            "compaction.max_objects",
            count(1),
            c -> c.compaction().maxObjects(),
            COMPACTOR + "max_compaction_objects",
            SCHEDULER + "max_compaction_objects",
            WORKER + "max_compaction_objects");
    static final Key<Duration> COMPACTED_BLOCK_RETENTION = Key.of(
            "compaction.compacted_block_retention",
            duration(Duration.ZERO),
            c -> c.compaction().compactedBlockRetention(),
            COMPACTOR + "compacted_block_retention",
            SCHEDULER + "compacted_block_retention",
            WORKER + "compacted_block_retention");
    static final Key<Duration> BLOCK_RETENTION = Key.of(
            "retention.block_retention",
            duration(Duration.ZERO),
            c -> c.retention().blockRetention(),
            "overrides.defaults.compaction.block_retention",
            "overrides.block_retention",
            COMPACTOR + "block_retention",
            SCHEDULER + "block_retention",
            WORKER + "block_retention");
    static final Key<Long> MAX_TOTAL_BYTES =
            Key.of("retention.max_total_bytes", bytes(0), c -> c.retention().maxTotalBytes());
    static final Key<Duration> CLOCK_JUMP_WAIT = Key.of(
            "retention.clock_jump_wait",
            duration(Duration.ZERO),
            c -> c.retention().clockJumpWait());

    private static final String SEARCH = "query_frontend.search.";

    static final Key<Integer> DEFAULT_RESULT_LIMIT = Key.of(
            "query.default_result_limit",
            integer(1, ANY),
            c -> c.query().defaultResultLimit(),
            SEARCH + "default_result_limit");
    static final Key<Integer> MAX_RESULT_LIMIT = Key.of(
            "query.max_result_limit", integer(0, ANY), c -> c.query().maxResultLimit(), SEARCH + "max_result_limit");
    static final Key<Duration> MAX_DURATION = Key.of(
            "query.max_duration", duration(Duration.ZERO), c -> c.query().maxDuration(), SEARCH + "max_duration");
    static final Key<Integer> DEFAULT_SPANS_PER_SPAN_SET = Key.of(
            "query.default_spans_per_span_set",
            integer(1, ANY),
            c -> c.query().defaultSpansPerSpanSet(),
            SEARCH + "default_spans_per_span_set");
    static final Key<Integer> MAX_SPANS_PER_SPAN_SET = Key.of(
            "query.max_spans_per_span_set",
            integer(0, ANY),
            c -> c.query().maxSpansPerSpanSet(),
            SEARCH + "max_spans_per_span_set");
    static final Key<Duration> QUERY_TIMEOUT =
            Key.of("query.timeout", duration(MILLISECOND), c -> c.query().timeout(), "querier.search.query_timeout");
    static final Key<Duration> TRACE_BY_ID_TIMEOUT = Key.of(
            "query.trace_by_id_timeout",
            duration(MILLISECOND),
            c -> c.query().traceByIdTimeout(),
            "querier.trace_by_id.query_timeout");
    static final Key<Long> MAX_QUERY_EXPRESSION_SIZE_BYTES = Key.of(
            "query.max_query_expression_size_bytes",
            bytes(1),
            c -> c.query().maxQueryExpressionSizeBytes(),
            "query_frontend.max_query_expression_size_bytes");
    static final Key<Integer> MAX_OUTSTANDING = Key.of(
            "query.max_outstanding",
            integer(1, ANY),
            c -> c.query().maxOutstanding(),
            "query_frontend.max_outstanding_per_tenant");

    private static final String METRICS = "query_frontend.metrics.";

    static final Key<Duration> METRICS_MAX_DURATION = Key.of(
            "query.metrics.max_duration",
            duration(Duration.ZERO),
            c -> c.query().metrics().maxDuration(),
            METRICS + "max_duration");
    static final Key<Integer> METRICS_MAX_EXEMPLARS = Key.of(
            "query.metrics.max_exemplars",
            integer(0, ANY),
            c -> c.query().metrics().maxExemplars(),
            METRICS + "max_exemplars");
    static final Key<Integer> METRICS_MAX_RESPONSE_SERIES = Key.of(
            "query.metrics.max_response_series",
            integer(0, ANY),
            c -> c.query().metrics().maxResponseSeries(),
            METRICS + "max_response_series");

    static final Key<Long> QUERY_MAX_MEMORY_BYTES =
            Key.of("query.max_memory_bytes", bytes(0), c -> c.query().memory().maxMemoryBytes());
    static final Key<Long> QUERY_MAX_RESULT_BYTES = Key.of(
            "query.max_result_bytes", bytes(1024), c -> c.query().memory().maxResultBytes());
    static final Key<Long> QUERY_MAX_TRACE_BYTES =
            Key.of("query.max_trace_bytes", bytes(0), c -> c.query().memory().maxTraceBytes());
    static final Key<List<Path>> RULE_FILES =
            Key.of("rules.files", PATHS, c -> c.rules().files());
    static final Key<Duration> RULE_EVALUATION_INTERVAL = Key.of(
            "rules.evaluation_interval",
            duration(Duration.ofSeconds(1)),
            c -> c.rules().evaluationInterval());
    static final Key<Duration> RULE_QUERY_OFFSET =
            Key.of("rules.query_offset", duration(Duration.ZERO), c -> c.rules().queryOffset());
    static final Key<List<URI>> RULE_ALERTMANAGERS =
            Key.of("rules.alertmanagers", URLS, c -> c.rules().alertmanagers());
    static final Key<Duration> RULE_RESEND_DELAY = Key.of(
            "rules.resend_delay",
            duration(Duration.ofSeconds(1)),
            c -> c.rules().resendDelay());
    static final Key<Duration> RULE_NOTIFICATION_TIMEOUT = Key.of(
            "rules.notification_timeout", duration(MILLISECOND), c -> c.rules().notificationTimeout());
    static final Key<String> RULE_EXTERNAL_URL =
            Key.of("rules.external_url", URL_OR_NONE, c -> c.rules().externalUrl());

    private static final List<Key<?>> OTHERS = List.of(
            HTTP_LISTEN_ADDRESS,
            HTTP_LISTEN_PORT,
            GRPC_LISTEN_PORT,
            JAEGER_QUERY_PORT,
            HTTP_PATH_PREFIX,
            GRACEFUL_SHUTDOWN_TIMEOUT,
            LOG_LEVEL,
            LOG_FORMAT,
            GRPC_ENABLED,
            GRPC_ENDPOINT,
            GRPC_MAX_MESSAGE_BYTES,
            HTTP_ENABLED,
            HTTP_ENDPOINT,
            HTTP_MAX_BODY_BYTES,
            CORS_ALLOWED_ORIGINS,
            CORS_ALLOWED_HEADERS,
            CORS_MAX_AGE,
            ZIPKIN_ENABLED,
            ZIPKIN_ENDPOINT,
            JAEGER_GRPC_ENABLED,
            JAEGER_GRPC_ENDPOINT,
            JAEGER_THRIFT_HTTP_ENABLED,
            JAEGER_THRIFT_HTTP_ENDPOINT,
            MAX_DECOMPRESSED_BYTES,
            MAX_IN_FLIGHT_BYTES,
            RETRY_AFTER,
            MAX_NESTING_DEPTH,
            MAX_ATTRIBUTES_PER_SPAN,
            MAX_STRING_BYTES,
            BACKEND,
            DATA_DIR,
            WAL_PATH,
            WAL_FSYNC,
            WAL_SEGMENT_BYTES,
            BLOCKS_PATH,
            MIN_FREE_BYTES,
            MIN_FREE_PERCENT,
            MAX_BLOCK_BYTES,
            MAX_BLOCK_DURATION,
            MAX_BLOCK_SPANS,
            TRACE_IDLE_PERIOD,
            FLUSH_CHECK_PERIOD,
            COMPACTION_WINDOW,
            MAX_COMPACTION_OBJECTS,
            COMPACTED_BLOCK_RETENTION,
            BLOCK_RETENTION,
            MAX_TOTAL_BYTES,
            CLOCK_JUMP_WAIT,
            DEFAULT_RESULT_LIMIT,
            MAX_RESULT_LIMIT,
            MAX_DURATION,
            DEFAULT_SPANS_PER_SPAN_SET,
            MAX_SPANS_PER_SPAN_SET,
            QUERY_TIMEOUT,
            TRACE_BY_ID_TIMEOUT,
            MAX_QUERY_EXPRESSION_SIZE_BYTES,
            MAX_OUTSTANDING,
            METRICS_MAX_DURATION,
            METRICS_MAX_EXEMPLARS,
            METRICS_MAX_RESPONSE_SERIES,
            QUERY_MAX_MEMORY_BYTES,
            QUERY_MAX_RESULT_BYTES,
            QUERY_MAX_TRACE_BYTES,
            RULE_FILES,
            RULE_EVALUATION_INTERVAL,
            RULE_QUERY_OFFSET,
            RULE_ALERTMANAGERS,
            RULE_RESEND_DELAY,
            RULE_NOTIFICATION_TIMEOUT,
            RULE_EXTERNAL_URL);

    static final List<Key<?>> ALL = Stream.of(
                    OTHERS, ConnectionKeys.ALL, SpanMetricsKeys.ALL, SecurityKeys.ALL, TenantKeys.ALL)
            .flatMap(List::stream)
            .toList();

    private Keys() {}
}
