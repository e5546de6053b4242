package io.rubato.server.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rubato.server.config.ConfigException;
import io.rubato.server.config.Endpoint;
import io.rubato.server.config.ReceiverSettings;
import io.rubato.server.config.ReceiverSettings.Port;
import io.rubato.server.config.RemoteWriteSettings;
import io.rubato.server.config.SecuritySettings;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.config.ServerSettings.LogLevel;
import io.rubato.server.config.SpanMetricsSettings;
import io.rubato.server.config.SpanSeriesSettings;
import io.rubato.server.config.TlsSettings;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TempoFileTest {
    @ParameterizedTest
    @CsvSource({"tempo-2.yaml, 72", "tempo-2-1h.yaml, 1"})
    void takesTheFileOfASingleTempo2(String name, int retentionHours) throws Exception {
        Loaded loaded = load(name);
        ServerConfig config = loaded.config();

        assertThat(config.server().httpListenPort()).isEqualTo(3200);
        assertThat(config.receivers().grpc().enabled()).isTrue();
        assertThat(config.receivers().grpc().endpoint()).isEqualTo(new Endpoint("0.0.0.0", 4317));
        assertThat(config.receivers().http().enabled()).isTrue();
        assertThat(config.receivers().http().endpoint()).isEqualTo(new Endpoint("0.0.0.0", 4318));
        assertThat(config.head().traceIdlePeriod()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.head().maxBlockBytes()).isEqualTo(1_000_000);
        assertThat(config.head().maxBlockDuration()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.storage().walPath()).isEqualTo(Path.of("/tmp/tempo/wal"));
        assertThat(config.storage().blocksPath()).isEqualTo(Path.of("/tmp/tempo/blocks"));
        assertThat(config.compaction().window()).isEqualTo(Duration.ofHours(1));
        assertThat(config.compaction().maxObjects()).isEqualTo(1_000_000);
        assertThat(config.compaction().compactedBlockRetention()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.retention().blockRetention()).isEqualTo(Duration.ofHours(retentionHours));
        assertThat(loaded.warnings())
                .extracting(Warning::toString)
                .containsExactly(
                        name + ":21: storage.trace.block has no effect here: blocks have their own format and indexes");
    }

    @Test
    void takesTheFileOfATempo3() throws Exception {
        Loaded loaded = load("tempo-3.yaml");
        ServerConfig config = loaded.config();

        assertThat(config.server().httpListenPort()).isEqualTo(3210);
        assertThat(config.server().grpcListenPort()).isEqualTo(9095);
        assertThat(config.server().logLevel()).isEqualTo(LogLevel.DEBUG);
        assertThat(config.receivers().grpc().enabled()).isTrue();
        assertThat(config.receivers().grpc().endpoint()).isEqualTo(new Endpoint("localhost", 4317));
        assertThat(config.receivers().http().endpoint()).isEqualTo(new Endpoint("0.0.0.0", 4318));
        assertThat(config.receivers().http().maxBodyBytes()).isEqualTo(20 << 20);
        assertThat(config.receivers().http().cors().allowedOrigins()).isEqualTo(List.of("https://*.example.com"));
        assertThat(config.receivers().http().cors().maxAge()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.head().traceIdlePeriod()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.head().maxBlockBytes()).isEqualTo(50 << 20);
        assertThat(config.head().maxBlockDuration()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.head().flushCheckPeriod()).isEqualTo(Duration.ofSeconds(5));
        assertThat(config.compaction().window()).isEqualTo(Duration.ofHours(2));
        assertThat(config.compaction().compactedBlockRetention()).isEqualTo(Duration.ofMinutes(20));
        assertThat(config.retention().blockRetention()).isEqualTo(Duration.ofDays(2));
        assertThat(config.query().defaultResultLimit()).isEqualTo(30);
        assertThat(config.query().maxDuration()).isEqualTo(Duration.ofDays(14));
        assertThat(config.storage().walPath()).isEqualTo(Path.of("/var/tempo/wal"));
        assertThat(loaded.warnings())
                .extracting(warning -> warning.message().split(" (has|gives) ")[0])
                .containsExactly(
                        "target",
                        "stream_over_http_enabled",
                        "server.http_server_read_timeout",
                        "memberlist",
                        "distributor.max_attribute_bytes",
                        "live_store.max_trace_live",
                        "backend_worker.backend_scheduler_addr",
                        "backend_worker.compaction.block_retention",
                        "query_frontend.search.concurrent_jobs",
                        "query_frontend.mcp_server",
                        "storage.trace.blocklist_poll",
                        "usage_report");
        assertThat(loaded.warnings().get(7))
                .hasToString("tempo-3.yaml:34: backend_worker.compaction.block_retention gives way to"
                        + " backend_scheduler.provider.compaction.compaction.block_retention at tempo-3.yaml:30");
    }

    @Test
    void listensEverywhereUnlessATempoFileSaysOtherwise() throws Exception {
        assertThat(read("server: {http_listen_port: 1}").config().server().httpListenAddress())
                .isEqualTo("localhost");
        for (String tempo : List.of("distributor: ", "storage: {trace: {backend: local}}", "compactor: {}")) {
            assertThat(read(tempo).config().server().httpListenAddress()).isEqualTo("0.0.0.0");
            assertThat(read("server: {http_listen_address: 127.0.0.1}\n" + tempo)
                            .config()
                            .server()
                            .httpListenAddress())
                    .isEqualTo("127.0.0.1");
        }
    }

    @Test
    void opensTheReceiversThatTheFileNamesAndNoOthers() throws Exception {
        Loaded grpc = read("distributor: {receivers: {otlp: {protocols: {grpc: {max_recv_msg_size_mib: 16}}}}}");
        assertThat(grpc.config().receivers().grpc().enabled()).isTrue();
        assertThat(grpc.config().receivers().grpc().maxMessageBytes()).isEqualTo(16 << 20);
        assertThat(grpc.config().receivers().http().enabled()).isFalse();
        assertThat(grpc.warnings()).isEmpty();

        Loaded kafka = read("distributor: {receivers: {kafka: {brokers: a}}}");
        assertThat(kafka.warnings())
                .extracting(Warning::message)
                .containsExactly(
                        "distributor.receivers.kafka has no effect here: this receiver is not supported",
                        "no receiver is on: no span can come in");

        assertThat(read("distributor: {log_received_spans: {enabled: true}}")
                        .config()
                        .receivers())
                .isEqualTo(ServerConfig.DEFAULT.receivers());
    }

    @Test
    void opensJaegerAndZipkinWhereTheFileNamesThem() throws Exception {
        Loaded loaded = read("distributor: {receivers: {jaeger: {protocols: {grpc: , thrift_http: {endpoint: ':1'},"
                + " thrift_compact: }}, zipkin: }}");
        ReceiverSettings receivers = loaded.config().receivers();
        assertThat(receivers.grpc().enabled()).isFalse();
        assertThat(receivers.jaeger().grpc()).isEqualTo(new Port(true, new Endpoint("localhost", 14_250)));
        assertThat(receivers.jaeger().thriftHttp()).isEqualTo(new Port(true, new Endpoint("0.0.0.0", 1)));
        assertThat(receivers.zipkin()).isEqualTo(new Port(true, new Endpoint("localhost", 9411)));
        assertThat(loaded.warnings())
                .extracting(Warning::message)
                .containsExactly("distributor.receivers.jaeger.protocols.thrift_compact has no effect here:"
                        + " this receiver is not supported");
        Loaded other = read("distributor: {receivers: {zipkin: {parse_string_tags: true, tls: {cert_file: a}}}}");
        assertThat(other.config().receivers().jaeger().grpc().enabled()).isFalse();
        assertThat(other.warnings()).hasSize(2);
    }

    @Test
    void takesTheRetentionOfOverridesAndWarnsOfTheRest() throws Exception {
        Loaded loaded =
                read("overrides: {defaults: {compaction: {block_retention: 5h}, read: {a: 1}, ingestion: {b: 1}}}\n"
                        + "compactor: {compaction: {block_retention: 7h}}");
        assertThat(loaded.config().retention().blockRetention()).isEqualTo(Duration.ofHours(5));
        assertThat(loaded.warnings())
                .extracting(Warning::message)
                .containsExactly(
                        "the rest of overrides has no effect here: this limit is not supported",
                        "compactor.compaction.block_retention gives way to overrides.defaults.compaction.block_retention"
                                + " at f.yaml:1");
    }

    @Test
    void letsOurNameCountInAMixedFile() throws Exception {
        Loaded loaded = read("head: {max_block_bytes: 2MB}\ningester: {max_block_bytes: 3MB}\n");
        assertThat(loaded.config().head().maxBlockBytes()).isEqualTo(2_000_000);
        assertThat(loaded.warnings())
                .extracting(Warning::toString)
                .containsExactly("f.yaml:2: ingester.max_block_bytes gives way to head.max_block_bytes at f.yaml:1");
        assertThat(read("head: {max_block_bytes: 2MB}\ningester: {max_block_bytes: 2_000_000}\n")
                        .warnings())
                .isEmpty();
    }

    @Test
    void takesTheTlsOfTempo() throws Exception {
        Loaded loaded = read("""
                server: {tls_min_version: VersionTLS13, http_tls_config: {cert_file: a, key_file: b, client_ca_file: c}}
                distributor: {receivers: {otlp: {protocols: {
                  grpc: {tls: {cert_file: d, key_file: e, min_version: "1.3", reload_interval: 1h}},
                  http: {tls: {cert_file: f, key_file: g}}}}}}
                """);
        SecuritySettings security = loaded.config().security();
        assertThat(security.server())
                .isEqualTo(new TlsSettings(path("a"), path("b"), path("c"), TlsSettings.Version.TLS_1_3));
        assertThat(security.otlpGrpc())
                .isEqualTo(new TlsSettings(path("d"), path("e"), Optional.empty(), TlsSettings.Version.TLS_1_3));
        assertThat(security.otlpHttp())
                .isEqualTo(new TlsSettings(path("f"), path("g"), Optional.empty(), TlsSettings.Version.TLS_1_2));
        assertThat(loaded.warnings())
                .singleElement()
                .extracting(Warning::message)
                .asString()
                .contains("grpc.tls.reload_interval has no effect here");
    }

    @Test
    void takesTheMetricsGeneratorOfTempo() throws Exception {
        Loaded loaded = read("""
                metrics_generator:
                  registry: {collection_interval: 5s, external_labels: {cluster: '${CLUSTER:eu}'}, stale_duration: 1m}
                  processor:
                    span_metrics:
                      dimensions: [http.method]
                      intrinsic_dimensions: {status_message: true, span_name: false}
                      dimension_mappings: [{name: where, source_labels: [a.b, c], join: /}]
                    service_graphs: {wait: 20s, dimensions: [service.namespace], enable_client_server_prefix: true}
                  storage:
                    path: /var/tempo/generator
                    remote_write:
                      - url: http://prometheus:9090/api/v1/write
                        send_exemplars: true
                        headers: {X-Scope-OrgID: team}
                        basic_auth: {username: u, password: p}
                      - url: http://other
                overrides:
                  defaults:
                    metrics_generator:
                      processors: [service-graphs, span-metrics, local-blocks]
                      generate_native_histograms: both
                      processor: {span_metrics: {dimensions: [http.route], filter_policies: []}}
                """);
        SpanMetricsSettings settings = loaded.config().spanMetrics();
        assertThat(settings.enabled()).isTrue();
        assertThat(settings.processors()).containsExactly(SpanMetricsSettings.Processor.values());
        assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.spans())
                .isEqualTo(new SpanSeriesSettings(
                        List.of("http.route"),
                        new SpanSeriesSettings.Intrinsics(true, false, true, true, true),
                        List.of(new SpanSeriesSettings.Mapping("where", List.of("a.b", "c"), "/"))));
        assertThat(settings.graph().dimensions()).containsExactly("service.namespace");
        assertThat(settings.graph().clientServerPrefix()).isTrue();
        RemoteWriteSettings remote = settings.remoteWrite();
        assertThat(remote.url()).isEqualTo("http://prometheus:9090/api/v1/write");
        assertThat(remote.headers()).isEqualTo(Map.of("X-Scope-OrgID", "team"));
        assertThat(remote.externalLabels()).isEqualTo(Map.of("cluster", "eu"));
        assertThat(remote.histograms()).isEqualTo(RemoteWriteSettings.Histograms.BOTH);
        assertThat(remote.credentials().username() + remote.credentials().password())
                .isEqualTo("up");
        assertThat(loaded.warnings())
                .extracting(warning -> warning.message().split(" (has|gives|only) ")[0])
                .containsExactlyInAnyOrder(
                        "metrics_generator.registry.stale_duration",
                        "metrics_generator.processor.service_graphs.wait",
                        "metrics_generator.processor.span_metrics.dimensions",
                        "metrics_generator.storage.path",
                        "metrics_generator.storage.remote_write.send_exemplars",
                        "of metrics_generator.storage.remote_write",
                        "overrides.defaults.metrics_generator.processor.span_metrics.filter_policies");
        String shown = ConfigFile.toYaml(loaded.config());
        assertThat(shown).contains("password: '********'", "X-Scope-OrgID: '********'", "cluster: eu");
    }

    @Test
    void keepsNoCountersUnlessTheFileSaysWhich() throws Exception {
        assertThat(read("metrics_generator: {storage: {remote_write: [{url: 'http://a'}]}}")
                        .config()
                        .spanMetrics()
                        .enabled())
                .isFalse();
        assertThat(read("overrides: {metrics_generator_processors: []}")
                        .config()
                        .spanMetrics()
                        .enabled())
                .isFalse();
        SpanMetricsSettings flat = read("overrides: {metrics_generator_processors: [span-metrics-count],"
                        + " metrics_generator_processor_span_metrics_dimensions: [a],"
                        + " metrics_generator_max_active_series: 0}")
                .config()
                .spanMetrics();
        assertThat(flat.enabled()).isTrue();
        assertThat(flat.processors()).containsExactly(SpanMetricsSettings.Processor.SPAN_METRICS_COUNT);
        assertThat(flat.spans().dimensions()).containsExactly("a");
        assertThat(flat.maxSeries()).isEqualTo(Integer.MAX_VALUE);
        assertThatThrownBy(() -> read("span_metrics: {processors: [spans]}"))
                .hasMessageContaining("span_metrics.processors is 'spans', expected a list of service-graphs");
        assertThatThrownBy(() -> read("span_metrics: {dimension_mappings: [{name: a}]}"))
                .hasMessageContaining("expected a list of mappings, each with name, source_labels and join");
    }

    private static Optional<Path> path(String name) {
        return Optional.of(Path.of(name));
    }

    @Test
    void warnsOfPlainTextWhereCertificatesAreInTheFile() throws Exception {
        Loaded loaded = read("distributor: {receivers: {otlp: {protocols: {grpc: {tls: {cert_pem: a, key_pem: b}}}}}}");
        assertThat(loaded.config().security().otlpGrpc().enabled()).isFalse();
        assertThat(loaded.warnings().getFirst().message()).contains("tls.cert_pem has no effect here", "PLAIN TEXT");
    }

    @Test
    void refusesHalfOfTlsAndOldVersions() {
        assertThatThrownBy(() -> read("server: {http_tls_config: {cert_file: a}}"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("f.yaml: server.tls.cert_file is given, expected server.tls.key_file too");
        assertThatThrownBy(() -> read("receivers: {otlp: {http: {tls: {client_ca_file: a}}}}"))
                .hasMessageContaining("client_ca_file is given, expected receivers.otlp.http.tls.cert_file and");
        assertThatThrownBy(() -> read("server: {tls: {min_version: '1.1'}}"))
                .hasMessage("f.yaml:1: server.tls.min_version is '1.1', expected 1.2 or 1.3");
    }

    private static Loaded read(String yaml) throws Exception {
        return ConfigFile.read(yaml, "f.yaml", Map.of(), Map.of());
    }

    private static Loaded load(String name) throws Exception {
        try (InputStream in = Objects.requireNonNull(TempoFileTest.class.getResourceAsStream(name))) {
            return ConfigFile.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), name, Map.of(), Map.of());
        }
    }
}
