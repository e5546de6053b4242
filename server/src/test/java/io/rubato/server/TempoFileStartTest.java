package io.rubato.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rubato.server.config.ServerConfig;
import io.rubato.server.internal.config.ConfigFile;
import io.rubato.server.internal.life.StoreSettings;
import io.rubato.storage.StoreOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The `tempo.yaml` that users of Dynamo arrive with, unchanged: what it says holds.
class TempoFileStartTest {
    private static final int[] PORTS = {3200, 4317, 4318};

    @Test
    void keepsWhatTheFileSaysWhereItSays() throws Exception {
        StoreOptions options = StoreSettings.of(load("tempo-2-1h.yaml"));
        assertThat(options.walDirectory()).isEqualTo(Path.of("/tmp/tempo/wal"));
        assertThat(options.blockDirectory()).isEqualTo(Path.of("/tmp/tempo/blocks"));
        assertThat(options.retention().maxAge()).isEqualTo(Duration.ofHours(1));
        assertThat(options.retention().mergedFor()).isEqualTo(Duration.ofMinutes(10));
        assertThat(options.cut().maxBytes()).isEqualTo(1_000_000);
        assertThat(options.cut().maxAge()).isEqualTo(Duration.ofMinutes(5));
        assertThat(options.cut().traceIdle()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.merge().window()).isEqualTo(Duration.ofHours(1));
        assertThat(options.merge().maxTraces()).isEqualTo(1_000_000);
        assertThat(StoreSettings.of(load("tempo-2.yaml")).retention().maxAge()).isEqualTo(Duration.ofDays(3));
    }

    @Test
    void listensWhereTheFileSays() throws Exception {
        assumeTrue(portsAreFree(), "another server has port 3200, 4317 or 4318");
        assumeTrue(!Files.exists(Path.of("/tmp/tempo")), "/tmp/tempo is in use");
        try (RubatoServer server = RubatoServer.start(load("tempo-2.yaml"))) {
            server.awaitReady();
            assertThat(server.apiUrl().getPort()).isEqualTo(3200);
            assertThat(server.otlpGrpcUrl().map(URI::getPort)).isEqualTo(Optional.of(4317));
            assertThat(server.otlpHttpUrl().map(URI::getPort)).isEqualTo(Optional.of(4318));
            assertThat(Path.of("/tmp/tempo/wal")).isDirectory();
        } finally {
            delete(Path.of("/tmp/tempo"));
        }
    }

    private static ServerConfig load(String name) throws Exception {
        Path file = Path.of(ConfigFile.class.getResource(name).toURI());
        return ConfigFile.load(file, Map.of()).config();
    }

    private static boolean portsAreFree() {
        for (int port : PORTS) {
            try {
                new ServerSocket(port, 1, InetAddress.getByName("0.0.0.0")).close();
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }

    private static void delete(Path directory) throws IOException {
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
