package io.rubato.tracing;

/// A reading of the export counters, and their text for Prometheus.
public record ExportCounters(SignalCounters spans, SignalCounters logs) {

    /// The counters in the text exposition format (version 0.0.4) of Prometheus.
    public String prometheus() {
        StringBuilder text = new StringBuilder(600);
        counter(text, "exported", "accepted by the backend", spans.exported(), logs.exported());
        counter(text, "failed", "refused or not deliverable", spans.failed(), logs.failed());
        counter(
                text,
                "dropped",
                "not accepted into the full queue, or left over at the end",
                spans.dropped(),
                logs.dropped());
        metric(
                text,
                "rubato_tracing_pending_items",
                "gauge",
                "Spans and log records waiting for export or on their way");
        value(text, "rubato_tracing_pending_items", "spans", spans.pending());
        value(text, "rubato_tracing_pending_items", "logs", logs.pending());
        return text.toString();
    }

    private static void counter(StringBuilder text, String what, String meaning, long spans, long logs) {
        String name = "rubato_tracing_" + what + "_items_total";
        metric(text, name, "counter", "Spans and log records " + meaning);
        value(text, name, "spans", spans);
        value(text, name, "logs", logs);
    }

    private static void metric(StringBuilder text, String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void value(StringBuilder text, String name, String signal, long value) {
        text.append(name)
                .append("{signal=\"")
                .append(signal)
                .append("\"} ")
                .append(value)
                .append('\n');
    }
}
