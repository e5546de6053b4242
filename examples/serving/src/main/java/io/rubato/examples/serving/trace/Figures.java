package io.rubato.examples.serving.trace;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;

/// A page of metrics in Prometheus' text format. For one thread.
public final class Figures {
    /// The media type of the page.
    public static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder page = new StringBuilder();
    private final Set<String> named = new HashSet<>();

    public void gauge(String name, String help, long value) {
        head(name, help, "gauge");
        line(name, BigDecimal.valueOf(value));
    }

    public void counter(String name, String help, long value) {
        head(name, help, "counter");
        line(name, BigDecimal.valueOf(value));
    }

    public void counter(String name, String help, double value) {
        head(name, help, "counter");
        line(name, BigDecimal.valueOf(value));
    }

    /// A counter with a label; those of one name come one after another.
    public void counter(String name, String help, String label, String text, long value) {
        head(name, help, "counter");
        line(name + "{" + label + "=\"" + text + "\"}", BigDecimal.valueOf(value));
    }

    /// Metrics that are in the format already.
    public void more(String text) {
        page.append(text);
    }

    private void head(String name, String help, String type) {
        if (named.add(name)) {
            page.append("# HELP ").append(name).append(' ').append(help).append('\n');
            page.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        }
    }

    private void line(String name, BigDecimal value) {
        page.append(name).append(' ').append(value.toPlainString()).append('\n');
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
