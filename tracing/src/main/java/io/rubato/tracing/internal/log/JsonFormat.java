package io.rubato.tracing.internal.log;

/// One JSON object per line: `time`, `level`, `file`, `line`, `target`, `message`, then all else sorted by name.
final class JsonFormat implements LogFormat {
    private final TimeText time;
    private final boolean ids;

    JsonFormat(TimeText time, boolean ids) {
        this.time = time;
        this.ids = ids;
    }

    @Override
    public String format(LogEvent event, LoggedSpan span) {
        StringBuilder out = new StringBuilder(256);
        out.append("{\"time\":\"").append(time.of(event.time()));
        out.append("\",\"level\":\"").append(event.level()).append('"');
        LogEvent.Source source = event.source();
        if (source != null) {
            member(out, "file", source.file());
            member(out, "line", source.line());
        }
        member(out, "target", event.target());
        member(out, "message", event.message());
        RecordFields.of(event, span, ids).forEach((name, value) -> member(out, name, value));
        return out.append("}\n").toString();
    }

    private static void member(StringBuilder out, String name, Object value) {
        out.append(',');
        JsonText.string(out, name);
        out.append(':');
        JsonText.value(out, value);
    }
}
