package io.rubato.server.config;

import java.time.Duration;

/// What clients may hold open, on all ports together.
///
/// @param max connections; 0 is no bound. Default 10000
/// @param maxPerAddress connections from one address; 0 is no bound. Default 2000
/// @param headerTimeout how long the header of a request may take from its first byte, and a TLS handshake. Default 5s
/// @param bodyTimeout how long the body of a request may take. Default 1m
/// @param idleTimeout how long a connection without requests stays open. Default 5m
public record ConnectionSettings(
        int max, int maxPerAddress, Duration headerTimeout, Duration bodyTimeout, Duration idleTimeout) {

    /// What holds without a file.
    public static final ConnectionSettings DEFAULT =
            new ConnectionSettings(10_000, 2_000, Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofMinutes(5));
}
