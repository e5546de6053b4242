package io.rubato.tracing.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.rubato.tracing.Tracing;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

@SuppressWarnings("try")
class LogbackTest {
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();

    private Tracing start() {
        return Tracing.builder()
                .set("DYN_LOGGING_JSONL", "1")
                .set("DYN_LOG", "info,io.example=debug")
                .global(false)
                .shutdownHook(false)
                .logsTo(logged)
                .start();
    }

    private String logged() {
        return logged.toString(StandardCharsets.UTF_8);
    }

    @Test
    void pairsAndMdcAreFieldsBesideTheIdsOfTheSpan() {
        try (Tracing tracing = start()) {
            Logger logger = LoggerFactory.getLogger("io.example.Shop");
            Span span = tracing.tracer("x").spanBuilder("sell").startSpan();
            try (Scope scope = span.makeCurrent();
                    MDC.MDCCloseable user = MDC.putCloseable("user", "42")) {
                logger.atDebug().addKeyValue("items", 3).log("sold {}", "books");
                logger.trace("not written");
            }
            span.end();
            LoggerFactory.getLogger("other").debug("nor this");
            assertThat(logged().lines())
                    .filteredOn(line -> line.contains("Shop"))
                    .singleElement()
                    .asString()
                    .contains("\"level\":\"DEBUG\",\"file\":\"io/rubato/tracing/log/LogbackTest.java\",\"line\":")
                    .contains("\"target\":\"io.example.Shop\",\"message\":\"sold books\",\"items\":3,")
                    .contains("\"trace_id\":\"" + span.getSpanContext().getTraceId() + "\",\"user\":\"42\"}");
            assertThat(logged()).doesNotContain("not written").doesNotContain("nor this");
        }
    }

    @Test
    void theEncoderGivesOtherAppendersTheSameLine() {
        try (Tracing tracing = start()) {
            assertThat(tracing.openTelemetry()).isNotNull();
            LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
            LoggingEvent event = new LoggingEvent(
                    LogbackTest.class.getName(), context.getLogger("a.B"), Level.WARN, "low", null, null);
            byte[] line = new LogbackEncoder().encode(event);
            assertThat(new String(line, StandardCharsets.UTF_8))
                    .contains("\"level\":\"WARN\"", "\"target\":\"a.B\",\"message\":\"low\"")
                    .endsWith("}\n");
        }
    }

    @Test
    void closingGivesTheLogsBack() {
        start().close();
        int length = logged.size();
        LoggerFactory.getLogger("io.example.After").error("elsewhere");
        java.util.logging.Logger.getLogger("io.example.After").fine("elsewhere");
        assertThat(logged.size()).isEqualTo(length);
    }
}
