package io.rubato.server.internal.config;

import static io.rubato.server.internal.config.ValueTypes.duration;
import static io.rubato.server.internal.config.ValueTypes.integer;

import io.rubato.server.config.ConnectionSettings;
import java.time.Duration;
import java.util.List;

/// The settings of [ConnectionSettings].
final class ConnectionKeys {
    private static final int ANY = Integer.MAX_VALUE;
    private static final Duration SHORTEST = Duration.ofMillis(100);

    static final Key<Integer> MAX = Key.of(
            "limits.connections.max",
            integer(0, ANY),
            c -> c.limits().connections().max(),
            "server.http_listen_conn_limit");
    static final Key<Integer> MAX_PER_ADDRESS = Key.of(
            "limits.connections.max_per_address",
            integer(0, ANY),
            c -> c.limits().connections().maxPerAddress());
    static final Key<Duration> HEADER_TIMEOUT = Key.of(
            "limits.connections.header_timeout",
            duration(SHORTEST),
            c -> c.limits().connections().headerTimeout(),
            "server.http_server_read_header_timeout");
    static final Key<Duration> BODY_TIMEOUT = Key.of(
            "limits.connections.body_timeout",
            duration(SHORTEST),
            c -> c.limits().connections().bodyTimeout());
    static final Key<Duration> IDLE_TIMEOUT = Key.of(
            "limits.connections.idle_timeout",
            duration(SHORTEST),
            c -> c.limits().connections().idleTimeout(),
            "server.http_server_idle_timeout");

    static final List<Key<?>> ALL = List.of(MAX, MAX_PER_ADDRESS, HEADER_TIMEOUT, BODY_TIMEOUT, IDLE_TIMEOUT);

    private ConnectionKeys() {}

    static ConnectionSettings of(Values values) {
        return new ConnectionSettings(
                values.get(MAX),
                values.get(MAX_PER_ADDRESS),
                values.get(HEADER_TIMEOUT),
                values.get(BODY_TIMEOUT),
                values.get(IDLE_TIMEOUT));
    }
}
