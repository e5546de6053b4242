package io.rubato.server.internal.metrics;

/// Writes Prometheus' text format, version 0.0.4, or OpenMetrics' 1.0.0, which has exemplars and other names for the
/// families of counters.
/// Source: <https://prometheus.io/docs/instrumenting/exposition_formats/>,
/// <https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md>
public final class PrometheusText {
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    public static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final String TOTAL = "_total";

    private final StringBuilder out = new StringBuilder(16_384);
    private final boolean openMetrics;

    PrometheusText(boolean openMetrics) {
        this.openMetrics = openMetrics;
    }

    /// Starts a family; its samples follow.
    ///
    /// @param type `counter`, `gauge` or `histogram`
    public void family(String title, String type, String help) {
        String name = openMetrics && type.equals("counter") && title.endsWith(TOTAL)
                ? title.substring(0, title.length() - TOTAL.length())
                : title;
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    public void sample(String name, Labels labels, double value) {
        sample(name, labels, number(value));
    }

    public void sample(String name, Labels labels, long value) {
        sample(name, labels, Long.toString(value));
    }

    /// A sample with an exemplar, where the format has any.
    ///
    /// @param exemplar as OpenMetrics writes it after the value, or empty
    public void sample(String name, Labels labels, long value, String exemplar) {
        sample(name, labels, Long.toString(value) + (openMetrics ? exemplar : ""));
    }

    private void sample(String name, Labels labels, String value) {
        out.append(name);
        if (!labels.text().isEmpty()) {
            out.append('{').append(labels.text()).append('}');
        }
        out.append(' ').append(value).append('\n');
    }

    /// A family of one sample without labels.
    public void single(String name, String type, String help, double value) {
        family(name, type, help);
        sample(name, Labels.NONE, value);
    }

    /// A family of one sample without labels.
    public void single(String name, String type, String help, long value) {
        family(name, type, help);
        sample(name, Labels.NONE, value);
    }

    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    @Override
    public String toString() {
        return openMetrics ? out + "# EOF\n" : out.toString();
    }
}
