package io.rubato.server.config;

import java.time.Duration;

/// When the head, which holds the newest spans in memory, is sealed into a block: at the first of three bounds.
///
/// @param maxBlockBytes bytes of OTLP received. Default 256MiB
/// @param maxBlockDuration age of its first span's arrival. Default 30m
/// @param maxBlockSpans spans. Default 500000, about 100 MB of memory
/// @param traceIdlePeriod a trace that got a span this lately stays in the head when it is sealed. Default 10s
/// @param flushCheckPeriod how often age is looked at. Default 10s
public record HeadSettings(
        long maxBlockBytes,
        Duration maxBlockDuration,
        int maxBlockSpans,
        Duration traceIdlePeriod,
        Duration flushCheckPeriod) {

    /// What holds without a file.
    public static final HeadSettings DEFAULT = new HeadSettings(
            256L << 20, Duration.ofMinutes(30), 500_000, Duration.ofSeconds(10), Duration.ofSeconds(10));
}
