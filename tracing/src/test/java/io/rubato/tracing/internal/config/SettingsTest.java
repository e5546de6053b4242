package io.rubato.tracing.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.tracing.SamplingRule;
import io.rubato.tracing.log.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    private final Problems problems = new Problems();

    private Settings read(Map<String, String> environment) {
        return Settings.read(new Environment(Map.of(), environment, Map.of(), problems));
    }

    @Test
    void nothingSetIsQuietAndExportsNothing() {
        Settings settings = read(Map.of());
        assertThat(problems.lines()).isEmpty();
        assertThat(settings.export().spans()).isFalse();
        assertThat(settings.export().logs()).isFalse();
        assertThat(settings.log().json()).isFalse();
        assertThat(settings.log().ids()).isTrue();
        assertThat(settings.otel())
                .containsEntry("otel.traces.exporter", "none")
                .containsKey("otel.service.name")
                .doesNotContainKey("otel.exporter.otlp.endpoint");
    }

    @ParameterizedTest
    @CsvSource({
        "OTEL_EXPORT_ENABLED, true, true",
        "OTEL_EXPORT_ENABLED, YES, true",
        "OTEL_EXPORT_ENABLED, 0, false",
        "OTEL_EXPORTER_OTLP_ENDPOINT, http://h:4317, true",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, http://h:4317, true",
        "OTEL_TRACES_EXPORTER, otlp, true",
        "OTEL_LOGS_EXPORTER, otlp, false",
    })
    void spanExportIsSwitched(String name, String value, boolean on) {
        assertThat(read(Map.of(name, value)).export().spans()).isEqualTo(on);
        assertThat(problems.lines()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OTEL_BSP_SCHEDULE_DELAY | soon",
                "OTEL_BSP_MAX_EXPORT_BATCH_SIZE | 0",
                "OTEL_BSP_MAX_QUEUE_SIZE | 99999999999",
                "OTEL_EXPORTER_OTLP_PROTOCOL | http/json",
                "OTEL_EXPORTER_OTLP_COMPRESSION | zstd",
                "OTEL_EXPORTER_OTLP_ENDPOINT | localhost:4317",
                "OTEL_EXPORTER_OTLP_ENDPOINT | ftp://h",
                "OTEL_EXPORTER_OTLP_ENDPOINT | http://h:4317/v1/traces",
                "OTEL_EXPORTER_OTLP_ENDPOINT | http://h:99999",
                "OTEL_EXPORTER_OTLP_CERTIFICATE | /no/such/file",
                "OTEL_EXPORTER_OTLP_HEADERS | token",
                "OTEL_EXPORTER_OTLP_HEADERS | a=%zz",
                "OTEL_EXPORTER_OTLP_TIMEOUT | -5",
                "OTEL_PROPAGATORS | tracecontext,none",
                "OTEL_PROPAGATORS | b3",
                "OTEL_RESOURCE_ATTRIBUTES | blue",
                "OTEL_SPAN_EVENT_COUNT_LIMIT | x",
                "OTEL_TRACES_SAMPLER | always",
                "OTEL_TRACES_EXPORTER | jaeger",
                "OTEL_SDK_DISABLED | 1",
                "DYN_LOGGING_JSONL | 2",
                "DYN_LOGGING_SPAN_EVENTS | x",
                "DYN_LOG_USE_LOCAL_TZ | x",
                "OTEL_EXPORT_ENABLED | x",
                "RUBATO_EXPORT_RETRY | x",
                "RUBATO_SAMPLING_RULES | name=a",
                "RUBATO_SAMPLING_RULES | name=a : 2",
                "DYN_LOGGING_CONFIG_PATH | /no/such/file",
            })
    void aWrongValueIsNamedWithWhatIsAccepted(String name, String value) {
        Settings settings = read(Map.of(name, value));
        assertThat(problems.lines())
                .singleElement()
                .asString()
                .startsWith(name + "=\"" + value + "\": accepted is ")
                .doesNotContain("\n");
        if (name.startsWith("OTEL_") && !name.startsWith("OTEL_EXPORT_")) {
            assertThat(settings.otel().values()).doesNotContain(value);
        }
    }

    @Test
    void aRatioAndAClientKeyAreCheckedWithWhatTheyBelongTo() {
        read(Map.of("OTEL_TRACES_SAMPLER", "parentbased_traceidratio", "OTEL_TRACES_SAMPLER_ARG", "1.5"));
        assertThat(problems.lines()).singleElement().asString().startsWith("OTEL_TRACES_SAMPLER_ARG=\"1.5\"");
    }

    @Test
    void theOperatorOutranksTheCode() {
        Environment environment = new Environment(
                Map.of("OTEL_SERVICE_NAME", "code", "DYN_LOG", "warn"),
                Map.of("OTEL_SERVICE_NAME", "environment"),
                Map.of("otel.service.name", "property", "java.version", "x"),
                problems);
        assertThat(environment.get("OTEL_SERVICE_NAME")).isEqualTo("property");
        assertThat(environment.get("DYN_LOG")).isEqualTo("warn");
        assertThat(environment.all()).hasSize(2);
    }

    @Test
    void aFileSetsLevelsAndTheEnvironmentOutranksIt(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("logging.toml"),
                "log_level = \"warn\"\n[log_filters]\nmod = \"error\"\nodd = \"loud\"\n");
        Settings settings = read(Map.of("DYN_LOGGING_CONFIG_PATH", file.toString(), "DYN_LOG", "mod.part=debug"));
        assertThat(settings.log().filter().levelOf("other")).isEqualTo(LogLevel.WARN);
        assertThat(settings.log().filter().levelOf("mod")).isEqualTo(LogLevel.ERROR);
        assertThat(settings.log().filter().levelOf("mod.part")).isEqualTo(LogLevel.DEBUG);
        assertThat(problems.lines()).singleElement().asString().contains("log_filters.odd=\"loud\"");
    }

    @Test
    void rulesAndTimesAreRead() {
        Settings settings = read(Map.of(
                "RUBATO_SAMPLING_RULES",
                "route=/health : 0; name=http* & tenant=a:b : 0.5 ;*: 1",
                "RUBATO_EXPORT_FLUSH",
                "2s",
                "OTEL_EXPORTER_OTLP_TIMEOUT",
                "3000"));
        assertThat(settings.rules())
                .containsExactly(
                        SamplingRule.route("/health", 0),
                        new SamplingRule(
                                List.of(
                                        new SamplingRule.Condition("name", "http*"),
                                        new SamplingRule.Condition("tenant", "a:b")),
                                0.5),
                        SamplingRule.all(1));
        assertThat(settings.export().flushWithin()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.export().attemptLimit()).isEqualTo(Duration.ofSeconds(4));
    }

    @ParameterizedTest
    @CsvSource({
        "com.example.App --port 1, App",
        "/srv/app/shop.jar, shop",
        "module/com.example.App, App",
        "'', unknown_service:java",
    })
    void aServiceIsNamedAfterItsProgram(String command, String name) {
        assertThat(ServiceName.of(command)).isEqualTo(name);
    }
}
