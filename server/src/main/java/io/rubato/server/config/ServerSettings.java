package io.rubato.server.config;

import java.time.Duration;

/// Where the API and the web page listen, and logs.
///
/// @param httpListenAddress address of the API; 0.0.0.0 is every interface. Default localhost
/// @param httpListenPort port of the API, 0 to 65535; 0 takes a free one. Default 3200
/// @param grpcListenPort a second port for gRPC, as Tempo has at 9095; 0 is none: gRPC is served on the HTTP port too.
///     Default 0
/// @param jaegerQueryPort a port with Jaeger's query API at its root, as Jaeger has at 16686; 0 is none: it is under
///     `/jaeger` on the HTTP port too. Default 0
/// @param httpPathPrefix path in front of every path of the API, without a slash at its end. Default none
/// @param gracefulShutdownTimeout how long requests under way may take when the process stops. Default 5s
/// @param logLevel least level that is logged. Default info
/// @param logFormat form of a log line. Default logfmt
public record ServerSettings(
        String httpListenAddress,
        int httpListenPort,
        int grpcListenPort,
        int jaegerQueryPort,
        String httpPathPrefix,
        Duration gracefulShutdownTimeout,
        LogLevel logLevel,
        LogFormat logFormat) {

    /// What holds without a file.
    public static final ServerSettings DEFAULT =
            new ServerSettings("localhost", 3200, 0, 0, "", Duration.ofSeconds(5), LogLevel.INFO, LogFormat.LOGFMT);

    /// Levels of log lines, the most talkative first.
    public enum LogLevel {
        /// Every step.
        TRACE,
        /// What helps to find a fault.
        DEBUG,
        /// What an operator wants to know.
        INFO,
        /// What may need an operator.
        WARN,
        /// What needs an operator.
        ERROR
    }

    /// Forms of log lines.
    public enum LogFormat {
        /// `key=value` pairs.
        LOGFMT,
        /// One JSON object a line.
        JSON
    }
}
