package io.rubato.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Rules on TraceQL metrics, and who is told of alerts.
///
/// @param files rule files; relative paths are relative to the working directory of the process. Default none
/// @param evaluationInterval how often a group is evaluated that says nothing itself. Default 1m
/// @param queryOffset how long before an evaluation the spans it counts end, if the group says nothing itself: time
///     for spans to come in. Default 10s
/// @param alertmanagers every one of them is told of every alert. Default none
/// @param resendDelay least time between two notifications of one alert that still fires. Default 1m
/// @param notificationTimeout how long an Alertmanager may take to answer. Default 10s
/// @param externalUrl where people reach the web page, for the link in a notification. Default none: where it listens
public record RuleSettings(
        List<Path> files,
        Duration evaluationInterval,
        Duration queryOffset,
        List<URI> alertmanagers,
        Duration resendDelay,
        Duration notificationTimeout,
        String externalUrl) {

    /// What holds without a file.
    public static final RuleSettings DEFAULT = new RuleSettings(
            List.of(),
            Duration.ofMinutes(1),
            Duration.ofSeconds(10),
            List.of(),
            Duration.ofMinutes(1),
            Duration.ofSeconds(10),
            "");

    public RuleSettings {
        files = List.copyOf(files);
        alertmanagers = List.copyOf(alertmanagers);
    }
}
