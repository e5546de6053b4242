package io.rubato.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    @Test
    void readsTicksAfterANameWithSpacesAndParentheses(@TempDir Path proc) throws Exception {
        Files.writeString(
                proc.resolve("stat"),
                "4711 (java (x) 1 2) S 1 4711 4711 0 -1 4194560 900 0 3 0 1234 66 7 8 20 0 40 0 99999 1 2 3\n");
        assertThat(new ServerProcess(proc).cpu()).isEqualTo(Duration.ofSeconds(13));
    }

    @Test
    void readsThePeakOfResidentMemory(@TempDir Path proc) throws Exception {
        Files.writeString(
                proc.resolve("status"), "Name:\tjava\nVmPeak:\t  999 kB\nVmHWM:\t  123456 kB\nVmRSS:\t 5 kB\n");
        assertThat(new ServerProcess(proc).peakResidentBytes()).isEqualTo(123_456L * 1_024);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void readsThisProcess() throws Exception {
        ServerProcess self = new ServerProcess(ProcessHandle.current().pid());
        Duration before = self.cpu();
        long until = System.nanoTime() + 100_000_000;
        long sum = 0;
        while (System.nanoTime() < until) {
            sum += System.nanoTime() & 1;
        }
        assertThat(self.cpu()).as("sum %d", sum).isGreaterThan(before);
        assertThat(self.peakResidentBytes()).isGreaterThan(10_000_000);
    }
}
