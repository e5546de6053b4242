package io.rubato.tracing.internal.log;

import io.rubato.tracing.log.LogLevel;
import java.util.SortedMap;

/// For people: `time LEVEL span: target: message field=value`, a stack trace below if there is one.
final class ReadableFormat implements LogFormat {
    private static final String RESET = "\u001b[0m";
    private static final String DIM = "\u001b[2m";

    private final TimeText time;
    private final boolean ids;
    private final boolean colours;

    ReadableFormat(TimeText time, boolean ids, boolean colours) {
        this.time = time;
        this.ids = ids;
        this.colours = colours;
    }

    @Override
    public String format(LogEvent event, LoggedSpan span) {
        StringBuilder out = new StringBuilder(160);
        coloured(out, DIM, time.of(event.time()));
        out.append(' ');
        String level = event.level().name();
        coloured(out, colour(event.level()), " ".repeat(Math.max(0, 5 - level.length())) + level);
        out.append(' ');
        if (span.name() != null) {
            oneLine(out, span.name());
            out.append(": ");
        }
        coloured(out, DIM, event.target() + ":");
        out.append(' ');
        oneLine(out, event.message());
        SortedMap<String, Object> fields = RecordFields.of(event, span, ids);
        fields.remove("exception.stacktrace");
        fields.remove("span_name");
        fields.forEach((name, value) -> {
            out.append(' ');
            oneLine(out, name);
            out.append('=');
            // The ids are easier to select without quotation marks.
            if (name.endsWith("_id") && value instanceof String id) {
                oneLine(out, id);
            } else {
                JsonText.value(out, value);
            }
        });
        out.append('\n');
        if (event.thrown() != null) {
            out.append(RecordFields.stackTrace(event.thrown()));
        }
        return out.toString();
    }

    private void coloured(StringBuilder out, String colour, String text) {
        if (colours) {
            out.append(colour).append(text).append(RESET);
        } else {
            out.append(text);
        }
    }

    private static String colour(LogLevel level) {
        return switch (level) {
            case ERROR -> "\u001b[31m";
            case WARN -> "\u001b[33m";
            case INFO -> "\u001b[32m";
            case DEBUG -> "\u001b[34m";
            case TRACE, OFF -> "\u001b[35m";
        };
    }

    /// Control characters are shown, so that no message can pretend to be another record.
    private static void oneLine(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append(c);
                default -> {
                    if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
    }
}
