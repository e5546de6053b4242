package io.rubato.server.internal.prometheus;

import io.rubato.server.config.SpanMetricsSettings.Processor;
import java.util.List;

/// The families there are, under Tempo's names.
@SuppressWarnings("ImmutableEnumChecker") // the array is not given out to be changed
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
    LATENCY("traces_spanmetrics_latency", Kind.HISTOGRAM, "How long spans took, seconds."),
    SIZE("traces_spanmetrics_size_total", Kind.COUNTER, "Bytes of spans as OTLP.");

    /// What a family's series are.
    enum Kind {
        COUNTER,
        HISTOGRAM
    }

    final String title;
    final Kind kind;
    final String help;

    private final long[] bounds;

    Family(String title, Kind kind, String help) {
        this.title = title;
        this.kind = kind;
        this.help = help;
        this.bounds = kind == Kind.HISTOGRAM ? bounds() : new long[0];
    }

    boolean isOfGraph() {
        return switch (this) {
            case REQUESTS, FAILED, SERVER_SECONDS, CLIENT_SECONDS -> true;
            case CALLS, LATENCY, SIZE -> false;
        };
    }

    private long[] bounds() {
        long[] ends = new long[isOfGraph() ? 8 : 14];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = (isOfGraph() ? 100_000_000L : 2_000_000L) << i;
        }
        return ends;
    }

    /// The ends of a histogram's buckets, nanoseconds: Tempo's. None of a counter. Not to be changed.
    long[] boundsNanos() {
        return bounds;
    }

    /// Who counts it.
    Processor processor() {
        return switch (this) {
            case REQUESTS, FAILED -> Processor.SERVICE_GRAPHS_REQUEST;
            case SERVER_SECONDS, CLIENT_SECONDS -> Processor.SERVICE_GRAPHS_LATENCY;
            case CALLS -> Processor.SPAN_METRICS_COUNT;
            case LATENCY -> Processor.SPAN_METRICS_LATENCY;
            case SIZE -> Processor.SPAN_METRICS_SIZE;
        };
    }

    /// The names of its series.
    List<String> names() {
        return switch (kind) {
            case COUNTER -> List.of(title);
            case HISTOGRAM -> List.of(title + "_bucket", title + "_count", title + "_sum");
        };
    }
}
