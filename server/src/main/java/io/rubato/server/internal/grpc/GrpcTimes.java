package io.rubato.server.internal.grpc;

import java.time.Duration;

/// How long clients are waited for.
///
/// @param call for a call to arrive and be answered, and for a client to read its answers
/// @param idle for a connection to be of use again
public record GrpcTimes(Duration call, Duration idle) {
    public static final GrpcTimes DEFAULT = new GrpcTimes(Duration.ofSeconds(60), Duration.ofMinutes(5));

    /// How often a connection is looked at.
    Duration tick() {
        Duration shortest = call.compareTo(idle) < 0 ? call : idle;
        return shortest.dividedBy(8);
    }
}
