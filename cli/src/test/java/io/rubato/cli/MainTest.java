package io.rubato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.server.config.ReceiverSettings;
import io.rubato.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
    @TempDir
    private Path directory;

    @Test
    void itSaysItsVersion() {
        Command command = Command.run("version");
        assertThat(command.status()).isZero();
        assertThat(command.out()).startsWith("rubato ").contains("Java " + Runtime.version());
    }

    @Test
    void wrongUsageIsStatus2() {
        Command command = Command.run("serve", "--nope");
        assertThat(command.status()).isEqualTo(2);
        assertThat(command.err()).isEqualTo("""
                rubato: Unknown option: '--nope'
                Try 'rubato serve --help'.
                """);
    }

    @Test
    void aConfigurationIsVerifiedWithoutAStart() throws IOException {
        Path file = Files.writeString(directory.resolve("tempo.yaml"), "server:\n  http_listen_prot: 3200\n");
        Command command = Command.run("serve", "-config.file=" + file, "-config.expand-env=true", "--verify-config");
        assertThat(command.status()).isZero();
        assertThat(command.out().lines()).first().asString().contains("tempo.yaml:2", "http_listen_port");
    }

    @Test
    void aConfigurationThatCannotBeIsOneLine() throws IOException {
        Path file = Files.writeString(directory.resolve("rubato.yaml"), "server: {http_listen_port: many}");
        Command command = Command.run("serve", "--config", file);
        assertThat(command.status()).isEqualTo(1);
        assertThat(command.err().lines()).singleElement().asString().startsWith("rubato: " + file + ":1: ");
    }

    @Test
    void ruleFilesAreChecked() throws IOException {
        Path good = Files.writeString(directory.resolve("good.yaml"), """
                groups:
                  - name: all
                    rules:
                      - {record: calls, expr: '{} | rate()'}
                      - {alert: Silent, expr: '{} | rate() = 0'}
                """);
        Path bad = Files.writeString(directory.resolve("bad.yaml"), "groups: [{name: all, rule: []}]");
        Command command = Command.run("rules", "check", bad, good);
        assertThat(command.status()).isEqualTo(1);
        assertThat(command.out()).isEqualTo(good + ": groups: 1, recording rules: 1, alerting rules: 1\n");
        assertThat(command.err().lines())
                .singleElement()
                .asString()
                .startsWith("rubato: " + bad + ":1: groups[0].rule is unknown")
                .endsWith("did you mean rules?");
        assertThat(Command.run("rules", "check", good).status()).isZero();
        Path config = Files.writeString(directory.resolve("rubato.yaml"), "rules: {files: ['" + bad + "']}");
        Command verified = Command.run("serve", "--config", config, "--verify-config");
        assertThat(verified.status()).isEqualTo(1);
        assertThat(verified.err()).contains(bad + ":1: ");
    }

    @Test
    void everythingListensOnLocalhostUntilItIsTold() throws Exception {
        ServerConfig closed = new ConfigOptions().load(Map.of()).config();
        assertThat(hosts(closed)).containsOnly("localhost");
        ConfigOptions options = new ConfigOptions();
        new CommandLine(options).parseArgs("--listen", "::", "--otlp-http-port", "7");
        ServerConfig open = options.load(Map.of()).config();
        assertThat(hosts(open)).containsOnly("::");
        assertThat(open.receivers().http().endpoint().port()).isEqualTo(7);
        assertThat(open.receivers().grpc().endpoint().port()).isEqualTo(4317);
        assertThat(open.receivers().zipkin().enabled()).isFalse();
    }

    private static List<String> hosts(ServerConfig config) {
        ReceiverSettings receivers = config.receivers();
        return List.of(
                config.server().httpListenAddress(),
                receivers.grpc().endpoint().host(),
                receivers.http().endpoint().host(),
                receivers.zipkin().endpoint().host(),
                receivers.jaeger().grpc().endpoint().host(),
                receivers.jaeger().thriftHttp().endpoint().host());
    }

    @Test
    void optionsCountMoreThanTheFile() throws Exception {
        Path file = Files.writeString(directory.resolve("rubato.yaml"), """
                server: {http_listen_port: 1}
                receivers: {otlp: {http: {endpoint: "[::1]:2"}, grpc: {enabled: false}}}
                storage: {wal: {path: /elsewhere}}
                """);
        ConfigOptions options = new ConfigOptions();
        new CommandLine(options)
                .parseArgs(
                        "--config",
                        file.toString(),
                        "--data",
                        "d",
                        "--port",
                        "5",
                        "--otlp-grpc-port",
                        "6",
                        "--otlp-http-port",
                        "7");
        ServerConfig config = options.load(Map.of()).config();
        assertThat(config.server().httpListenPort()).isEqualTo(5);
        assertThat(config.receivers().grpc().enabled()).isTrue();
        assertThat(config.receivers().grpc().endpoint()).hasToString("localhost:6");
        assertThat(config.receivers().http().endpoint()).hasToString("[::1]:7");
        assertThat(config.storage().dataDir()).isEqualTo(Path.of("d"));
        assertThat(config.storage().walPath()).isEqualTo(Path.of("d", "wal"));
        assertThat(config.storage().blocksPath()).isEqualTo(Path.of("d", "blocks"));
    }
}
