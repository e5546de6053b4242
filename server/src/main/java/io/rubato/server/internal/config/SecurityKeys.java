package io.rubato.server.internal.config;

import static io.rubato.server.internal.config.ValueTypes.OPTIONAL_PATH;
import static io.rubato.server.internal.config.ValueTypes.TEXTS;

import io.rubato.server.config.ServerConfig;
import io.rubato.server.config.TlsSettings;
import io.rubato.server.config.TlsSettings.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The settings of [io.rubato.server.config.SecuritySettings].
final class SecurityKeys {
    private static final ValueType<Version> VERSION =
            ValueType.scalar("1.2 or 1.3", SecurityKeys::version, Version::number);

    static final Key<Optional<Path>> AUTH_FILE =
            Key.of("auth.file", OPTIONAL_PATH, c -> c.security().authFile());

    static final Key<List<String>> ALLOWED_HOSTS =
            Key.of("server.allowed_hosts", TEXTS, c -> c.security().allowedHosts());

    /// The settings of one port's TLS.
    record Tls(
            Key<Optional<Path>> cert, Key<Optional<Path>> key, Key<Optional<Path>> clientCa, Key<Version> minVersion) {
        Stream<Key<?>> keys() {
            return Stream.of(cert, key, clientCa, minVersion);
        }

        TlsSettings of(Values values) {
            return new TlsSettings(values.get(cert), values.get(key), values.get(clientCa), values.get(minVersion));
        }
    }

    static final Tls SERVER =
            tls("server.tls.", c -> c.security().server(), "server.http_tls_config.", "server.tls_min_version");
    static final Tls OTLP_GRPC = tls(
            "receivers.otlp.grpc.tls.",
            c -> c.security().otlpGrpc(),
            Keys.TEMPO_OTLP_GRPC + ".tls.",
            Keys.TEMPO_OTLP_GRPC + ".tls.min_version");
    static final Tls OTLP_HTTP = tls(
            "receivers.otlp.http.tls.",
            c -> c.security().otlpHttp(),
            Keys.TEMPO_OTLP_HTTP + ".tls.",
            Keys.TEMPO_OTLP_HTTP + ".tls.min_version");

    static final List<Key<?>> ALL = Stream.of(
                    Stream.<Key<?>>of(AUTH_FILE, ALLOWED_HOSTS), SERVER.keys(), OTLP_GRPC.keys(), OTLP_HTTP.keys())
            .flatMap(keys -> keys)
            .toList();

    private SecurityKeys() {}

    private static Tls tls(
            String ours, Function<ServerConfig, TlsSettings> port, String tempo, String tempoMinVersion) {
        return new Tls(
                Key.of(ours + "cert_file", OPTIONAL_PATH, c -> port.apply(c).certFile(), tempo + "cert_file"),
                Key.of(ours + "key_file", OPTIONAL_PATH, c -> port.apply(c).keyFile(), tempo + "key_file"),
                Key.of(
                        ours + "client_ca_file",
                        OPTIONAL_PATH,
                        c -> port.apply(c).clientCaFile(),
                        tempo + "client_ca_file"),
                Key.of(ours + "min_version", VERSION, c -> port.apply(c).minVersion(), tempoMinVersion));
    }

    /// As we write it and the collector does, and as Tempo's server does: `1.2`, `TLS12`, `VersionTLS12`.
    private static Version version(String text) {
        return switch (text.replace("Version", "").replace("TLS", "").replace(".", "")) {
            case "12" -> Version.TLS_1_2;
            case "13" -> Version.TLS_1_3;
            default -> throw new IllegalArgumentException(text);
        };
    }
}
