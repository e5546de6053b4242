package io.rubato.server.internal.prometheus;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The families there are, under Tempo's names.
enum Family {
    REQUESTS("traces_service_graph_request_total", Kind.COUNTER, "Calls from client to server."),
    FAILED("traces_service_graph_request_failed_total", Kind.COUNTER, "Calls that failed."),
    SERVER_SECONDS(
            "traces_service_graph_request_server_seconds",
            Kind.HISTOGRAM,
            "How long calls took as the server saw them."),
    CLIENT_SECONDS(
            "traces_service_graph_request_client_seconds",
            Kind.HISTOGRAM,
            "How long calls took as the client saw them."),
    CALLS("traces_spanmetrics_calls_total", Kind.COUNTER, "Spans."),
    LATENCY("traces_spanmetrics_latency", Kind.HISTOGRAM, "How long spans took, seconds.");

    /// What a family's series are.
    enum Kind {
        COUNTER,
        HISTOGRAM
    }

    private static final long GRAPH_UNIT = 100_000_000;
    private static final int GRAPH_BOUNDS = 8;
    private static final long SPAN_UNIT = 2_000_000;
    private static final int SPAN_BOUNDS = 14;

    final String title;
    final Kind kind;
    final String help;

    Family(String title, Kind kind, String help) {
        this.title = title;
        this.kind = kind;
        this.help = help;
    }

    boolean isOfGraph() {
        return switch (this) {
            case REQUESTS, FAILED, SERVER_SECONDS, CLIENT_SECONDS -> true;
            case CALLS, LATENCY -> false;
        };
    }

    /// The ends of a histogram's buckets, nanoseconds: Tempo's.
    long[] boundsNanos() {
        long[] bounds = new long[isOfGraph() ? GRAPH_BOUNDS : SPAN_BOUNDS];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = (isOfGraph() ? GRAPH_UNIT : SPAN_UNIT) << i;
        }
        return bounds;
    }

    /// The labels of its series.
    List<String> labels() {
        return isOfGraph()
                ? List.of("client", "connection_type", "server")
                : List.of("service", "span_kind", "span_name", "status_code");
    }

    /// The names of its series.
    List<String> names() {
        return switch (kind) {
            case COUNTER -> List.of(title);
            case HISTOGRAM -> List.of(title + "_bucket", title + "_count", title + "_sum");
        };
    }

    /// The names of all series.
    static List<String> allNames() {
        return Arrays.stream(values())
                .flatMap(family -> family.names().stream())
                .toList();
    }

    /// The family that has series of a name.
    static Optional<Family> of(String name) {
        return Arrays.stream(values())
                .filter(family -> family.names().contains(name))
                .findFirst();
    }

    /// Names that clients ask for to see whether there are native histograms. There are none.
    static boolean isNative(String name) {
        return Stream.of(values()).anyMatch(family -> family.kind == Kind.HISTOGRAM && family.title.equals(name));
    }
}
