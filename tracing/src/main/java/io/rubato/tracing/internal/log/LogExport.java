package io.rubato.tracing.internal.log;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.logs.Severity;
import io.rubato.tracing.context.RequestIds;
import io.rubato.tracing.log.LogLevel;
import java.util.List;
import java.util.function.Consumer;

/// Gives records to the log exporter, in the context they were made in, so that they carry the ids of its span.
public final class LogExport implements Consumer<LogEvent> {
    private final LoggerProvider loggers;

    public LogExport(LoggerProvider loggers) {
        this.loggers = loggers;
    }

    @Override
    public void accept(LogEvent event) {
        if (isAboutExport(event.target())) {
            return;
        }
        LogRecordBuilder entry = loggers.get(event.target())
                .logRecordBuilder()
                .setTimestamp(event.time())
                .setContext(event.context())
                .setSeverity(severity(event.level()))
                .setSeverityText(event.level().name())
                .setBody(event.message());
        LogEvent.Source source = event.source();
        if (source != null) {
            entry.setAttribute(AttributeKey.stringKey("code.file.path"), source.file());
            entry.setAttribute(AttributeKey.longKey("code.line.number"), (long) source.line());
        }
        if (event.thrown() != null) {
            entry.setException(event.thrown());
        }
        RequestIds ids = RequestIds.from(event.context());
        if (ids.requestId() != null) {
            entry.setAttribute(AttributeKey.stringKey(RequestIds.REQUEST_ID_FIELD), ids.requestId());
        }
        if (ids.dynamoRequestId() != null) {
            entry.setAttribute(AttributeKey.stringKey(RequestIds.DYNAMO_REQUEST_ID_FIELD), ids.dynamoRequestId());
        }
        event.fields().forEach((name, value) -> attribute(entry, name, value));
        entry.emit();
    }

    /// Exporting what the exporters say would give them more to say.
    private static boolean isAboutExport(String target) {
        return target.startsWith("io.opentelemetry.") || target.startsWith("okhttp3.");
    }

    private static void attribute(LogRecordBuilder entry, String name, Object value) {
        if (value instanceof Boolean flag) {
            entry.setAttribute(AttributeKey.booleanKey(name), flag);
        } else if (value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte) {
            entry.setAttribute(AttributeKey.longKey(name), ((Number) value).longValue());
        } else if (value instanceof Double || value instanceof Float) {
            entry.setAttribute(AttributeKey.doubleKey(name), ((Number) value).doubleValue());
        } else if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            entry.setAttribute(
                    AttributeKey.stringArrayKey(name),
                    list.stream().map(String.class::cast).toList());
        } else {
            entry.setAttribute(AttributeKey.stringKey(name), JsonText.text(value));
        }
    }

    private static Severity severity(LogLevel level) {
        return switch (level) {
            case OFF -> Severity.UNDEFINED_SEVERITY_NUMBER;
            case ERROR -> Severity.ERROR;
            case WARN -> Severity.WARN;
            case INFO -> Severity.INFO;
            case DEBUG -> Severity.DEBUG;
            case TRACE -> Severity.TRACE;
        };
    }
}
