package io.rubato.server.internal.grpc;

import io.rubato.server.config.ConnectionSettings;
import java.time.Duration;

/// How long clients are waited for.
///
/// @param call for a call to arrive and be answered, and for a client to read its answers
/// @param idle for a connection to be of use again
/// @param beginning for the beginning of a connection, from its first byte
public record GrpcTimes(Duration call, Duration idle, Duration beginning) {
    public static final GrpcTimes DEFAULT =
            new GrpcTimes(Duration.ofSeconds(60), Duration.ofMinutes(5), Duration.ofSeconds(5));

    /// As the settings of all ports have it.
    public static GrpcTimes of(ConnectionSettings settings) {
        return new GrpcTimes(settings.bodyTimeout(), settings.idleTimeout(), settings.headerTimeout());
    }

    /// How often a connection is looked at.
    Duration tick() {
        Duration shortest = call.compareTo(idle) < 0 ? call : idle;
        return shortest.dividedBy(8);
    }
}
