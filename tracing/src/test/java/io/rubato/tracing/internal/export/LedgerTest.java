package io.rubato.tracing.internal.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.tracing.SignalCounters;
import io.rubato.tracing.internal.config.LogSettings;
import io.rubato.tracing.internal.log.LogOutput;
import io.rubato.tracing.internal.log.LogPipeline;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final Ledger ledger =
            new Ledger("spans", 3, "SIZE", new LogPipeline(LogSettings.DEFAULT, new LogOutput(logged)));

    @Test
    void everyItemIsInOneCounter() {
        for (int i = 0; i < 10; i++) {
            assertThat(ledger.admit()).isEqualTo(i < 3);
        }
        assertThat(ledger.counters()).isEqualTo(new SignalCounters(0, 0, 7, 3));
        ledger.settle(1, 1);
        assertThat(ledger.counters()).isEqualTo(new SignalCounters(1, 1, 7, 1));
        assertThat(ledger.admit()).isTrue();
        ledger.close();
        assertThat(ledger.admit()).isFalse();
        assertThat(ledger.writeOff()).isEqualTo(2);
        assertThat(ledger.counters()).isEqualTo(new SignalCounters(1, 1, 10, 0));
        assertThat(logged.toString(StandardCharsets.UTF_8))
                .hasLineCount(1)
                .contains("dropping spans", "variable=\"SIZE\"");
    }
}
