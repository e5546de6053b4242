package io.rubato.server.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogFmtEncoderTest {
    @Test
    void oneLineWhateverIsInIt() {
        LoggerContext context = new LoggerContext();
        LogFmtEncoder encoder = new LogFmtEncoder();
        encoder.setContext(context);
        encoder.start();
        LoggingEvent event = new LoggingEvent(
                "x",
                context.getLogger("io.rubato.server.RubatoServer"),
                Level.WARN,
                "two \"words\"\nand {}",
                new IllegalStateException("no\nroom"),
                new Object[] {1});
        event.setInstant(Instant.parse("2026-11-22T12:00:00.123456Z"));
        event.setKeyValuePairs(List.of(new KeyValuePair("dir", "/data"), new KeyValuePair("empty", "")));
        String line = new String(encoder.encode(event), StandardCharsets.UTF_8);
        assertThat(line)
                .startsWith("ts=2026-11-22T12:00:00.123Z level=warn logger=RubatoServer"
                        + " msg=\"two \\\"words\\\"\\nand 1\" dir=/data empty=\"\" error=\"")
                .contains("IllegalStateException: no\\nroom")
                .endsWith("\"\n");
        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
    }
}
