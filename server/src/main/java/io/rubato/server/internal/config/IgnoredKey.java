package io.rubato.server.internal.config;

import java.util.ArrayList;
import java.util.List;

/// A key that Tempo knows and that changes nothing here, with all that is under it.
///
/// @param path names from the root, joined by dots
/// @param why what an operator should know instead
record IgnoredKey(String path, String why) {
    private static final String ONE_PROCESS = "one process does everything and needs no ring, cluster or client";
    private static final String OWN_FORMAT = "blocks have their own format and indexes";
    private static final String LOCAL = "the storage backend is local";
    private static final String NO_CACHE = "blocks are on local disk and need no cache";
    private static final String NO_JOBS = "a query is not cut into jobs for other processes";
    private static final String NO_GENERATOR = "span metrics are counted from what is stored";
    private static final String TLS_FILES =
            "certificates come from files only; without cert_file the port is PLAIN TEXT";
    private static final String TLS_JAVA = "TLS is that of the JDK, and its files are looked at every second";
    private static final String HTTP_STACK = "the HTTP stack needs no such setting";
    private static final String NO_OVERRIDES = "this limit is not supported";
    private static final String NO_RECEIVER = "this receiver is not supported";
    private static final String WHOLE_TRACES = "spans are searchable at once, and the head is sealed as a whole";

    /// Keys of Tempo 2.x and 3.x, and of the OpenTelemetry collector's receivers in it.
    static List<IgnoredKey> all() {
        List<IgnoredKey> keys = new ArrayList<>();
        add(keys, "", ONE_PROCESS, "target", "memberlist", "ingester_client", "live_store_client", "ingest");
        add(keys, "", ONE_PROCESS, "metrics_generator_client", "backend_scheduler_client", "block_builder");
        add(keys, "", ONE_PROCESS, "partition_ring", "live_store_ring");
        add(keys, "", NO_GENERATOR, "metrics_generator", "metrics_generator_enabled");
        generator(keys);
        add(keys, "", NO_CACHE, "cache");
        add(keys, "", "nothing is reported to anybody", "usage_report");
        add(keys, "", "search and streaming over HTTP are always on", "search_enabled", "stream_over_http_enabled");
        add(keys, "", "it is a setting of the Go runtime", "enable_go_runtime_metrics");
        add(keys, "", "it was replaced by multitenancy_enabled", "auth_enabled");
        add(keys, "", "the process does not trace itself", "use_otel_tracer");
        add(keys, "", "see server.graceful_shutdown_timeout", "shutdown_delay");
        add(keys, "", NO_OVERRIDES, "overrides", "cost_attribution");
        server(keys);
        receivers(keys);
        writePath(keys);
        storage(keys);
        queries(keys);
        return keys;
    }

    private static void generator(List<IgnoredKey> keys) {
        String wholeTraces = "calls are found in whole traces, however late a span is";
        for (String processors : List.of("metrics_generator.", "overrides.defaults.metrics_generator.")) {
            String spans = processors + "processor.span_metrics.";
            String graphs = processors + "processor.service_graphs.";
            add(keys, graphs, wholeTraces, "wait", "max_items", "workers");
            for (String processor : List.of(spans, graphs)) {
                add(keys, processor, "it is not supported: ALL spans and calls count", "filter_policies");
                add(keys, processor, "buckets are Tempo's defaults", "histogram_buckets", "histogram_override");
                add(keys, processor, "each span counts ONCE", "span_multiplier_key");
                add(keys, processor, "each span counts ONCE", "enable_tracestate_span_multiplier");
            }
            String info = "there is no traces_target_info, and no labels job and instance";
            add(keys, spans, info, "enable_target_info", "enable_instance_label", "target_info_excluded_dimensions");
            add(keys, graphs, "it is not supported", "enable_messaging_system_latency_histogram");
        }
        String generator = "metrics_generator.";
        add(keys, generator + "registry.", "series stay until the process ends", "stale_duration");
        add(
                keys,
                generator + "storage.",
                "what waits to be sent is in memory",
                "path",
                "wal",
                "remote_write_flush_deadline");
        String remote = generator + "storage.remote_write.";
        add(keys, remote, "exemplars are always sent", "send_exemplars", "name", "remote_timeout", "queue_config");
        add(keys, remote, "see span_metrics.remote_write.histograms", "send_native_histograms");
        add(keys, remote, "certificates are checked against those the JDK trusts", "tls_config");
        add(keys, remote, "nothing is relabelled", "write_relabel_configs");
    }

    private static void server(List<IgnoredKey> keys) {
        add(keys, "server.", "gRPC on the API's ports has the TLS of server.tls", "grpc_tls_config");
        add(keys, "server.", TLS_JAVA, "tls_cipher_suites");
        add(keys, "server.http_tls_config.", TLS_FILES, "cert", "key", "client_ca");
        add(
                keys,
                "server.http_tls_config.",
                "with client_ca_file every client must show a certificate of it, without none is asked",
                "client_auth_type");
        add(keys, "server.", HTTP_STACK, "http_server_read_timeout", "http_server_write_timeout");
        add(keys, "server.", HTTP_STACK, "http_listen_network", "grpc_listen_network", "grpc_listen_address");
        add(keys, "server.", HTTP_STACK, "grpc_listen_conn_limit");
        add(keys, "server.", HTTP_STACK, "grpc_server_max_recv_msg_size", "grpc_server_max_send_msg_size");
        add(keys, "server.", HTTP_STACK, "grpc_server_max_concurrent_streams", "grpc_server_keepalive_time");
        add(keys, "server.", HTTP_STACK, "grpc_server_keepalive_timeout", "grpc_server_max_connection_age");
        add(keys, "server.", HTTP_STACK, "grpc_server_max_connection_idle", "grpc_server_max_connection_age_grace");
        add(keys, "server.", HTTP_STACK, "grpc_server_min_time_between_pings");
        add(keys, "server.", HTTP_STACK, "grpc_server_ping_without_stream_allowed", "http_log_closed_connections");
        add(keys, "server.", HTTP_STACK, "register_instrumentation", "log_source_ips_enabled");
        add(keys, "server.", HTTP_STACK, "log_request_headers", "log_request_at_info_level_enabled");
    }

    private static void receivers(List<IgnoredKey> keys) {
        String receivers = Keys.TEMPO_RECEIVERS + ".";
        add(keys, receivers, NO_RECEIVER, "kafka", "opencensus");
        add(keys, receivers + "jaeger.protocols.", NO_RECEIVER, "thrift_compact", "thrift_binary");
        add(keys, receivers + "jaeger.", "sampling strategies are not served", "remote_sampling");
        add(keys, Keys.TEMPO_ZIPKIN + ".", "tags stay text, as they were sent", "parse_string_tags");
        for (String port : List.of(Keys.TEMPO_ZIPKIN, Keys.TEMPO_JAEGER_GRPC, Keys.TEMPO_JAEGER_THRIFT_HTTP)) {
            add(keys, port + ".", "it is that of OTLP over the same transport: receivers.otlp.*.tls", "tls");
            add(keys, port + ".", "who may send is in auth.file; without it the port is OPEN", "auth");
            add(keys, port + ".", "it is that of OTLP", "cors", "max_request_body_size", "max_recv_msg_size_mib");
            add(keys, port + ".", HTTP_STACK, "include_metadata", "transport", "keepalive", "max_concurrent_streams");
            add(keys, port + ".", HTTP_STACK, "read_buffer_size", "write_buffer_size", "compression_algorithms");
            add(keys, port + ".", HTTP_STACK, "read_timeout", "read_header_timeout", "write_timeout", "idle_timeout");
        }
        for (String protocol : List.of(Keys.TEMPO_OTLP_GRPC + ".", Keys.TEMPO_OTLP_HTTP + ".")) {
            add(keys, protocol + "tls.", TLS_FILES, "cert_pem", "key_pem", "ca_pem", "ca_file", "tpm");
            add(keys, protocol + "tls.", TLS_JAVA, "cipher_suites", "max_version", "reload_interval");
            add(keys, protocol + "tls.", TLS_JAVA, "client_ca_file_reload", "curve_preferences");
            add(keys, protocol, "who may send is in auth.file; without it the port is OPEN", "auth");
            add(keys, protocol, HTTP_STACK, "include_metadata", "transport", "keepalive", "max_concurrent_streams");
            add(keys, protocol, HTTP_STACK, "read_buffer_size", "write_buffer_size", "compression_algorithms");
            add(keys, protocol, HTTP_STACK, "read_timeout", "read_header_timeout", "write_timeout", "idle_timeout");
            add(keys, protocol, "the paths are those of the OTLP specification", "traces_url_path");
            add(keys, protocol, "only traces are taken", "metrics_url_path", "logs_url_path");
        }
    }

    private static void writePath(List<IgnoredKey> keys) {
        String textIsWhole = "texts are kept whole up to limits.max_string_bytes";
        add(keys, "distributor.", textIsWhole, "max_attribute_bytes", "max_span_attr_byte");
        add(keys, "distributor.", ONE_PROCESS, "ring", "override_ring_key", "usage", "kafka_write_path_enabled");
        add(keys, "distributor.", "spans are not forwarded yet", "forwarders");
        add(keys, "distributor.", "spans are counted, not logged", "log_received_spans", "log_discarded_spans");
        add(keys, "distributor.", "spans are counted, not logged", "log_received_traces");
        add(keys, "distributor.", NO_OVERRIDES, "cost_attribution", "extend_writes");
        for (String head : List.of("ingester.", "live_store.")) {
            add(keys, head, ONE_PROCESS, "lifecycler", "override_ring_key", "ring", "partition_ring", "consume_from");
            add(keys, head, ONE_PROCESS, "concurrent_flushes", "flush_object_storage", "fail_on_high_lag");
            add(keys, head, ONE_PROCESS, "readiness_target_lag", "readiness_max_wait", "query_block_concurrency");
            add(keys, head, WHOLE_TRACES, "trace_live_period", "max_trace_live", "max_live_traces_bytes");
            add(keys, head, "the log is replayed at the next start", "flush_all_on_shutdown", "flush_op_timeout");
            add(keys, head, "there is one copy of a block", "complete_block_timeout", "complete_block_concurrency");
            add(keys, head, OWN_FORMAT, "autocomplete_filtering_enabled", "dedicated_columns", "block_config", "wal");
        }
    }

    private static void storage(List<IgnoredKey> keys) {
        add(keys, "storage.trace.", OWN_FORMAT, "block", "search", "parquet_dedicated_columns");
        add(keys, "storage.trace.", LOCAL, "s3", "gcs", "azure", "pool", "blocklist_poll");
        add(keys, "storage.trace.", LOCAL, "blocklist_poll_concurrency", "blocklist_poll_fallback");
        add(keys, "storage.trace.", LOCAL, "blocklist_poll_tenant_index_builders", "blocklist_poll_jitter_ms");
        add(keys, "storage.trace.", LOCAL, "blocklist_poll_stale_tenant_index", "empty_tenant_deletion_enabled");
        add(keys, "storage.trace.", LOCAL, "blocklist_poll_tolerate_consecutive_errors");
        add(keys, "storage.trace.", LOCAL, "blocklist_poll_tolerate_tenant_failures", "empty_tenant_deletion_age");
        add(keys, "storage.trace.", NO_CACHE, "cache", "cache_control", "memcached", "redis", "background_cache");
        add(keys, "storage.trace.", NO_CACHE, "cache_min_compaction_level", "cache_max_block_age");
        add(keys, "storage.trace.wal.", OWN_FORMAT, "version", "v2_encoding", "encoding", "search_encoding");
        add(keys, "storage.trace.wal.", OWN_FORMAT, "completedfilepath", "blocksfilepath");
        add(keys, "storage.trace.wal.", "a span keeps its time whatever it is", "ingestion_time_range_slack");
        String limits = "blocks are merged within a window, up to compaction.max_objects";
        List<String> merging = List.of("compactor.compaction.", "backend_worker.compaction.");
        for (String compaction : merging) {
            merging(keys, compaction, limits);
        }
        merging(keys, "backend_scheduler.provider.compaction.compaction.", limits);
        add(keys, "compactor.", ONE_PROCESS, "ring", "override_ring_key", "disabled");
        add(keys, "backend_scheduler.", ONE_PROCESS, "maintenance_interval", "backend_flush_interval");
        add(keys, "backend_scheduler.", ONE_PROCESS, "job_timeout", "local_work_path", "work", "tenant_measurement");
        add(keys, "backend_scheduler.", ONE_PROCESS, "tenant_measurement_interval");
        add(keys, "backend_scheduler.provider.", ONE_PROCESS, "retention", "redaction");
        String rounds = "merging goes on whenever there is something to merge";
        String provider = "backend_scheduler.provider.compaction.";
        add(keys, provider, rounds, "max_jobs_per_tenant", "min_cycle_interval", "measure_interval");
        add(keys, provider, rounds, "min_input_blocks", "max_input_blocks", "max_compaction_level", "backoff");
        add(keys, "backend_worker.", ONE_PROCESS, "ring", "override_ring_key", "backend_scheduler_addr", "backoff");
        add(keys, "backend_worker.", ONE_PROCESS, "finish_on_shutdown_timeout", "poll");
    }

    private static void merging(List<IgnoredKey> keys, String compaction, String why) {
        add(keys, compaction, why, "max_block_bytes", "compaction_cycle", "retention_concurrency");
        add(keys, compaction, why, "max_time_per_tenant", "v2_in_buffer_bytes", "v2_out_buffer_bytes");
        add(keys, compaction, why, "v2_prefetch_traces_count", "max_jobs_per_tenant", "min_cycle_interval");
        add(keys, compaction, why, "min_input_blocks", "max_input_blocks", "max_compaction_level");
    }

    private static void queries(List<IgnoredKey> keys) {
        add(keys, "querier.", NO_JOBS, "frontend_worker", "max_concurrent_queries", "query_relevant_ingesters");
        add(keys, "querier.", NO_JOBS, "secondary_ingester_ring", "partition_ring", "query_live_store");
        add(keys, "querier.", NO_JOBS, "shuffle_sharding_ingesters_enabled", "metrics");
        add(keys, "querier.", NO_JOBS, "shuffle_sharding_ingesters_lookback_period", "live_store_query_timeout");
        add(keys, "querier.search.", NO_JOBS, "prefer_self", "external_hedge_requests_at", "external_endpoints");
        add(keys, "querier.search.", NO_JOBS, "external_hedge_requests_up_to", "external_backend", "cloud_run");
        add(keys, "query_frontend.", NO_JOBS, "max_batch_size", "max_retries");
        add(keys, "query_frontend.", NO_JOBS, "querier_forget_delay", "response_consumers", "trace_by_id", "weights");
        add(keys, "query_frontend.", NO_JOBS, "retry_with_weights", "api_timeout", "query_end_cutoff");
        add(keys, "query_frontend.", NO_JOBS, "outstanding_per_tenant", "query_shards", "max_metrics_api_timeout");
        add(keys, "query_frontend.", NO_JOBS, "url_deny_list", "rf1_after");
        add(keys, "query_frontend.", "it is not supported yet", "mcp_server");
        add(keys, "query_frontend.metrics.", NO_JOBS, "concurrent_jobs", "target_bytes_per_job", "interval");
        add(keys, "query_frontend.metrics.", NO_JOBS, "streaming_shards", "max_intervals", "duration_slo");
        add(keys, "query_frontend.metrics.", NO_JOBS, "throughput_bytes_slo", "rf1_read_path");
        add(keys, "query_frontend.metrics.", "all data is always asked", "query_backend_after");
        add(keys, "query_frontend.search.", NO_JOBS, "concurrent_jobs", "target_bytes_per_job", "ingester_shards");
        add(keys, "query_frontend.search.", NO_JOBS, "most_recent_shards", "duration_slo", "throughput_bytes_slo");
        add(keys, "query_frontend.search.", "all data is always asked", "query_backend_after", "query_ingesters_until");
    }

    private static void add(List<IgnoredKey> keys, String prefix, String why, String... names) {
        for (String name : names) {
            keys.add(new IgnoredKey(prefix + name, why));
        }
    }
}
