package io.rubato.server.internal.metrics;

/// Labels of one series, already in Prometheus text form.
///
/// @param text such as `route="/api/search",code="200"`; empty for none
public record Labels(String text) {
    public static final Labels NONE = new Labels("");

    public static Labels of(String name, String value) {
        return NONE.and(name, value);
    }

    public Labels and(String name, String value) {
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return new Labels(text + (text.isEmpty() ? "" : ",") + name + "=\"" + escaped + "\"");
    }
}
