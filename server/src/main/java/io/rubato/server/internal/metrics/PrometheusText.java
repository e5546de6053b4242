package io.rubato.server.internal.metrics;

/// Writes Prometheus' text format, version 0.0.4.
/// Source: <https://prometheus.io/docs/instrumenting/exposition_formats/>
public final class PrometheusText {
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder out = new StringBuilder(16_384);

    /// Starts a family; its samples follow.
    ///
    /// @param type `counter`, `gauge` or `histogram`
    public void family(String name, String type, String help) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    public void sample(String name, Labels labels, double value) {
        sample(name, labels, number(value));
    }

    public void sample(String name, Labels labels, long value) {
        sample(name, labels, Long.toString(value));
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
        return out.toString();
    }
}
