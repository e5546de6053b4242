package io.rubato.server.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rubato.server.config.ConfigException;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.config.ServerSettings.LogLevel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
    private static final Map<String, String> ENV = Map.of("PORT", "3300", "EMPTY", "", "WORD", "a: b", "DATA", "/data");

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "---\n", "server:\n", "server: {}\nhead:\n  max_block_bytes:\n"})
    void isTheDefaultWithoutSettings(String yaml) throws Exception {
        Loaded loaded = read(yaml);
        assertThat(loaded.config()).isEqualTo(ServerConfig.DEFAULT);
        assertThat(loaded.warnings()).isEmpty();
    }

    @Test
    void readsOurDialect() throws Exception {
        ServerConfig config = read("""
                        server: {http_listen_address: "::1", http_listen_port: 0, http_path_prefix: /tempo/, log_level: WARN}
                        receivers:
                          otlp:
                            grpc: {enabled: off, max_message_bytes: 16MiB}
                            http: {endpoint: "[::]:9999"}
                        storage: {data_dir: /srv/rubato, wal: {segment_bytes: 1_048_576}, min_free_percent: 5}
                        head: {max_block_duration: 1h30m}
                        retention: {block_retention: 14d, max_total_bytes: 200 GB}
                        """).config();
        assertThat(config.server().httpListenAddress()).isEqualTo("::1");
        assertThat(config.server().httpPathPrefix()).isEqualTo("/tempo");
        assertThat(config.server().logLevel()).isEqualTo(LogLevel.WARN);
        assertThat(config.receivers().grpc().enabled()).isFalse();
        assertThat(config.receivers().grpc().maxMessageBytes()).isEqualTo(16 << 20);
        assertThat(config.receivers().http().endpoint()).hasToString("[::]:9999");
        assertThat(config.storage().walPath()).isEqualTo(Path.of("/srv/rubato/wal"));
        assertThat(config.storage().blocksPath()).isEqualTo(Path.of("/srv/rubato/blocks"));
        assertThat(config.storage().walSegmentBytes()).isEqualTo(1 << 20);
        assertThat(config.head().maxBlockDuration()).isEqualTo(Duration.ofMinutes(90));
        assertThat(config.retention().blockRetention()).isEqualTo(Duration.ofDays(14));
        assertThat(config.retention().maxTotalBytes()).isEqualTo(200_000_000_000L);
    }

    @Test
    void readsAFile(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("rubato.yaml"), "server: {http_listen_port: ${PORT}}\n");
        assertThatThrownBy(() -> ConfigFile.load(file, ENV)).hasMessageContaining("rubato.yaml:1: not YAML");
        Files.writeString(file, "server:\n  http_listen_port: ${PORT}\n");
        assertThat(ConfigFile.load(file, ENV).config().server().httpListenPort())
                .isEqualTo(3300);
        Path missing = dir.resolve("missing.yaml");
        assertThatThrownBy(() -> ConfigFile.load(missing, ENV))
                .isInstanceOf(ConfigException.class)
                .hasMessage(missing + ": no such file, expected the configuration");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> ConfigFile.load(file, ENV)).hasMessage(file + ": not UTF-8, expected a YAML file");
        assertThatThrownBy(() -> ConfigFile.load(dir, ENV)).hasMessageContaining("cannot be read");
    }

    @ParameterizedTest
    @CsvSource({
        "${PORT}, 3300",
        "'${PORT:1}', 3300",
        "'${NONE:17}', 17",
        "'${NONE:-17}', 17",
        "'1${NONE:2}${NONE:3}', 123",
    })
    void expandsTheEnvironment(String text, int port) throws Exception {
        assertThat(read("server:\n  http_listen_port: " + text)
                        .config()
                        .server()
                        .httpListenPort())
                .isEqualTo(port);
    }

    @Test
    void expandsValuesOnly() throws Exception {
        ServerConfig config =
                read("# ${UNSET}\nserver:\n  http_listen_address: ${WORD}\n").config();
        assertThat(config.server().httpListenAddress()).isEqualTo("a: b");
        config =
                read("server:\n  http_path_prefix: /$${PORT}${NONE:}${EMPTY}\n").config();
        assertThat(config.server().httpPathPrefix()).isEqualTo("/${PORT}");
    }

    @Test
    void letsOptionsCountMoreThanTheFile() throws Exception {
        Map<String, String> options = Map.of("storage.data_dir", "/x", "server.http_listen_port", "1");
        ServerConfig config = ConfigFile.read("server: {http_listen_port: 2}", "f", ENV, options)
                .config();
        assertThat(config.server().httpListenPort()).isEqualTo(1);
        assertThat(config.storage().walPath()).isEqualTo(Path.of("/x/wal"));
        assertThatThrownBy(() -> ConfigFile.read("", "f", ENV, Map.of("data_dir", "/x")))
                .hasMessage("option data_dir is unknown, expected a key of the configuration such as storage.data_dir");
        assertThatThrownBy(() -> ConfigFile.read("", "f", ENV, Map.of("server.http_listen_port", "x")))
                .hasMessage("option server.http_listen_port is 'x', expected an integer from 0 to 65535");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "server: {http_listen_port: abc} | f.yaml:1: server.http_listen_port is 'abc', expected an integer from 0 to 65535",
                "server: {http_listen_port: 65536} | is '65536', expected an integer from 0 to 65535",
                "server: {http_listen_port: 1__0} | is '1__0', expected an integer",
                "server: {http_listen_port: [1]} | server.http_listen_port is a list, expected an integer",
                "server: {http_listen_port: {a: 1}} | server.http_listen_port is a mapping, expected an integer",
                "server: {http_path_prefix: tempo} | is 'tempo', expected a path that begins with a slash",
                "server: {log_level: loud} | is 'loud', expected one of trace, debug, info, warn, error",
                "server: 5 | f.yaml:1: server is '5', expected a mapping of keys to values",
                "[1] | the file is a list, expected a mapping of keys to values",
                "head: {max_block_duration: 10} | is '10', expected a duration such as 10s, 1h30m or 14d, at least 1ms",
                "head: {max_block_duration: 0s} | is '0s', expected a duration",
                "head: {max_block_duration: 1 hour} | is '1 hour', expected a duration",
                "head: {max_block_duration: 999999999999y} | expected a duration",
                "head: {max_block_bytes: 1.5GiB} | is '1.5GiB', expected a size such as 500MiB, 1GB or 1_000_000, at least 1KiB",
                "head: {max_block_bytes: 5XB} | is '5XB', expected a size",
                "head: {max_block_bytes: -1} | is '-1', expected a size",
                "head: {max_block_bytes: 99999999TiB} | expected a size",
                "head: {max_block_bytes: ''} | is '', expected a size",
                "storage: {wal: {segment_bytes: 4GiB}} | at least 1MiB and at most 1GiB",
                "storage: {wal: {fsync: maybe}} | is 'maybe', expected on or off",
                "storage: {data_dir: ''} | is '', expected a path",
                "receivers: {otlp: {grpc: {endpoint: localhost}}} | is 'localhost', expected host:port",
                "receivers: {otlp: {grpc: {endpoint: '::1:4317'}}} | expected host:port",
                "receivers: {otlp: {grpc: {endpoint: 'a:99999'}}} | expected host:port",
                "receivers: {otlp: {http: {cors: {allowed_origins: x}}}} | is 'x', expected a list of texts",
                "receivers: {otlp: {http: {cors: {allowed_origins: [[x]]}}}} | is a list, expected a list of texts",
                "storage: {trace: {backend: s3}} | storage.trace.backend is 's3', expected local: object stores are not supported yet",
                "server: {http_listen_address: '${UNSET}'} | server.http_listen_address: environment variable UNSET is not set, expected a value for it or ${UNSET:default}",
                "server: {http_listen_port: '${WORD}'} | server.http_listen_port is 'a: b', expected an integer",
                "{head: {}, head: {}} | f.yaml:1: head is given twice, expected once, as in f.yaml:1",
                "{[a]: 1} | a key is a list, expected a name",
                "query: {default_result_limit: 21, max_result_limit: 20} | query.default_result_limit is 21, expected at most the greatest, 20",
                "limits: {max_in_flight_bytes: 1MiB} | limits.max_in_flight_bytes is 1MiB, expected at least limits.max_decompressed_bytes, which is 64MiB",
                "a: [ | f.yaml:1: not YAML:",
                "a: 'x | f.yaml:1: not YAML:",
            })
    void saysWhatIsWrongInOneLine(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void namesTheLine() {
        assertThatThrownBy(() -> read("# a\nserver:\n\n  http_listen_port: abc\n"))
                .hasMessageStartingWith("f.yaml:4: ");
        assertThatThrownBy(() -> read("a: 1\nb: 2\n---\nc: 3\n")).hasMessageContaining("not YAML");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "server: {http_listen_prot: 1} | f.yaml:1: server.http_listen_prot is unknown and ignored, did you mean server.http_listen_port?",
                "serwer: {http_listen_port: 1} | serwer is unknown and ignored, did you mean server?",
                "max_block_bytes: 1000 | max_block_bytes is unknown and ignored, did you mean head.max_block_bytes?",
                "ingester: {max_blok_bytes: 1000} | did you mean ingester.max_block_bytes?",
                "frobnicate: 1 | f.yaml:1: frobnicate is unknown and ignored",
                "storage: {wal: {fsync: off}} | f.yaml: storage.wal.fsync is off",
                "receivers: {otlp: {grpc: {enabled: off}, http: {enabled: off}}} | f.yaml: no receiver is on",
            })
    void warnsOnce(String yaml, String message) throws Exception {
        Loaded loaded = read(yaml);
        assertThat(loaded.warnings()).hasSize(1);
        assertThat(loaded.warnings().getFirst().toString())
                .startsWith(message.startsWith("f.yaml") ? message : "f.yaml:1: ")
                .contains(message);
    }

    @Test
    void writesTheConfigurationInForce() throws Exception {
        String yaml = ConfigFile.toYaml(ServerConfig.DEFAULT);
        assertThat(yaml)
                .contains("  http_listen_port: 3200\n", "  block_retention: 336h\n", "max_block_bytes: 256MiB\n");
        assertThat(read(yaml).config()).isEqualTo(ServerConfig.DEFAULT);

        ServerConfig other = read("""
                        server: {http_listen_address: "yes: no", http_path_prefix: /a}
                        receivers: {otlp: {http: {cors: {allowed_origins: ["*", "https://a"], max_age: 1h0.5s}}}}
                        limits: {max_string_bytes: 1023, retry_after: 1500us}
                        retention: {max_total_bytes: 5GB}
                        """).config();
        assertThat(other.limits().retryAfter()).isEqualTo(Duration.ofNanos(1_500_000));
        assertThat(read(ConfigFile.toYaml(other)).config()).isEqualTo(other);
        assertThat(other).isNotEqualTo(ServerConfig.DEFAULT);
    }

    private static Loaded read(String yaml) throws ConfigException {
        return ConfigFile.read(yaml, "f.yaml", ENV, Map.of());
    }
}
