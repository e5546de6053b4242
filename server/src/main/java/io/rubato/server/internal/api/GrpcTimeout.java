package io.rubato.server.internal.api;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// How long a gRPC client waits, which it says in `grpc-timeout`: up to eight digits and a unit.
/// Source: <https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md>
final class GrpcTimeout {
    private static final int LONGEST = 9;

    private GrpcTimeout() {}

    /// The shorter of what the client waits and what it may take.
    static Duration of(String header, Duration most) {
        ChronoUnit unit =
                header.isEmpty() || header.length() > LONGEST ? null : unit(header.charAt(header.length() - 1));
        if (unit == null) {
            return most;
        }
        try {
            Duration asked = Duration.of(Long.parseUnsignedLong(header, 0, header.length() - 1, 10), unit);
            return asked.compareTo(most) < 0 ? asked : most;
        } catch (NumberFormatException e) {
            return most;
        }
    }

    private static @Nullable ChronoUnit unit(char letter) {
        return switch (letter) {
            case 'H' -> ChronoUnit.HOURS;
            case 'M' -> ChronoUnit.MINUTES;
            case 'S' -> ChronoUnit.SECONDS;
            case 'm' -> ChronoUnit.MILLIS;
            case 'u' -> ChronoUnit.MICROS;
            case 'n' -> ChronoUnit.NANOS;
            default -> null;
        };
    }
}
