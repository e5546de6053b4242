package io.rubato.server.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.server.config.ServerConfig;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DefaultsTest {
    private static final String DEFAULTS = """
            server:
              http_listen_address: localhost
              http_listen_port: 3200
              grpc_listen_port: 0
              jaeger_query_port: 0
              http_path_prefix: ''
              graceful_shutdown_timeout: 5s
              log_level: info
              log_format: logfmt
              allowed_hosts: []
              tls:
                cert_file: ''
                key_file: ''
                client_ca_file: ''
                min_version: '1.2'
            receivers:
              otlp:
                grpc:
                  enabled: true
                  endpoint: localhost:4317
                  max_message_bytes: 64MiB
                  tls:
                    cert_file: ''
                    key_file: ''
                    client_ca_file: ''
                    min_version: '1.2'
                http:
                  enabled: true
                  endpoint: localhost:4318
                  max_body_bytes: 64MiB
                  cors:
                    allowed_origins: []
                    allowed_headers: []
                    max_age: 0s
                  tls:
                    cert_file: ''
                    key_file: ''
                    client_ca_file: ''
                    min_version: '1.2'
              zipkin:
                enabled: false
                endpoint: localhost:9411
              jaeger:
                grpc:
                  enabled: false
                  endpoint: localhost:14250
                thrift_http:
                  enabled: false
                  endpoint: localhost:14268
            limits:
              max_decompressed_bytes: 64MiB
              max_in_flight_bytes: 128MiB
              retry_after: 1s
              max_nesting_depth: 32
              max_attributes_per_span: 16384
              max_string_bytes: 4MiB
              connections:
                max: 10000
                max_per_address: 2000
                header_timeout: 5s
                body_timeout: 1m
                idle_timeout: 5m
            storage:
              backend: local
              data_dir: data
              wal:
                path: data/wal
                fsync: true
                segment_bytes: 64MiB
              blocks:
                path: data/blocks
              min_free_bytes: 512MiB
              min_free_percent: 0
            head:
              max_block_bytes: 256MiB
              max_block_duration: 30m
              max_block_spans: 500000
              trace_idle_period: 10s
              flush_check_period: 10s
            compaction:
              window: 1h
              max_objects: 6000000
              compacted_block_retention: 1h
            retention:
              block_retention: 336h
              max_total_bytes: 0
              clock_jump_wait: 6h
            query:
              default_result_limit: 20
              max_result_limit: 262144
              max_duration: 168h
              default_spans_per_span_set: 3
              max_spans_per_span_set: 100
              timeout: 30s
              trace_by_id_timeout: 10s
              max_query_expression_size_bytes: 128KiB
              max_outstanding: 2000
              metrics:
                max_duration: 24h
                max_exemplars: 100
                max_response_series: 10000
              max_memory_bytes: 0
              max_result_bytes: 64MiB
              max_trace_bytes: 64MiB
            rules:
              files: []
              evaluation_interval: 1m
              query_offset: 10s
              alertmanagers: []
              resend_delay: 1m
              notification_timeout: 10s
              external_url: ''
            span_metrics:
              enabled: false
              processors:
              - service-graphs-request
              - service-graphs-latency
              - span-metrics-count
              - span-metrics-latency
              interval: 15s
              settle: 30s
              max_series: 10000
              dimensions: []
              dimension_mappings: []
              intrinsic_dimensions:
                service: true
                span_name: true
                span_kind: true
                status_code: true
                status_message: false
              service_graphs:
                dimensions: []
                enable_client_server_prefix: false
                enable_virtual_node_label: false
                peer_attributes:
                - peer.service
                - db.name
                - db.system
                - db.system.name
              remote_write:
                url: ''
                max_queued: 240
                histograms: classic
                headers: {}
                external_labels: {}
                basic_auth:
                  username: ''
                  password: ''
                  password_file: ''
                authorization:
                  type: Bearer
                  credentials: ''
                  credentials_file: ''
            auth:
              file: ''
            multitenancy_enabled: false
            tenants:
              max: 100
              federation: true
              overrides_file: ''
              rate_limit_bytes: 0
              burst_size_bytes: 0
            """;

    @Test
    void areTheseAndNoOthers() {
        assertThat(ConfigFile.toYaml(ServerConfig.DEFAULT)).isEqualTo(DEFAULTS);
    }

    @Test
    void haveAKeyForEveryComponentOfTheTree() {
        int notInTheTree = 1; // storage.backend, which can only be local
        assertThat(Keys.ALL).hasSize(leaves(ServerConfig.class) + notInTheTree);
        Set<String> paths = new HashSet<>();
        Keys.ALL.forEach(key -> assertThat(paths.add(key.path())).as(key.path()).isTrue());
    }

    @Test
    void areInTheDocumentationWithTheNamesOfTempo() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "configuration.md"));
        for (Key<?> key : Keys.ALL) {
            String row = page.lines()
                    .filter(line -> line.startsWith("| `" + key.path() + "` |"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(key.path() + " is not in docs/configuration.md"));
            assertThat(row.split("\\|")[2].strip()).as(key.path()).isIn(shown(key), "none", inDataDirectory(key));
            for (Key.Alias<?> alias : key.aliases()) {
                String name = alias.path().substring(alias.path().lastIndexOf('.') + 1);
                assertThat(row.split("\\|")[3]).as(alias.path()).contains(name);
            }
        }
    }

    private static <T> String shown(Key<T> key) {
        return "`" + key.type().show(key.defaultValue()) + "`";
    }

    private static String inDataDirectory(Key<?> key) {
        return key.path().endsWith(".path") ? "`" + key.path().split("\\.")[1] + "` in the data directory" : "";
    }

    private static int leaves(Class<?> type) {
        return type.isRecord()
                        && type.getPackageName().endsWith(".config")
                        && !type.getSimpleName().equals("Endpoint")
                ? Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .mapToInt(DefaultsTest::leaves)
                        .sum()
                : 1;
    }
}
