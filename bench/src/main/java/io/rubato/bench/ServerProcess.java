package io.rubato.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The server's process as Linux accounts for it in `/proc/PID` (man 5 proc).
final class ServerProcess {
    /// `USER_HZ` of every Linux that Java runs on.
    private static final long TICKS_PER_SECOND = 100;

    private static final int UTIME_AFTER_NAME = 11;

    private static final int QUIET_SECONDS = 12;
    /// Of a core: timers and the JVM's own threads go on.
    private static final double QUIET_SHARE = 0.04;

    private static final Pattern HISTOGRAM_TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    private final Path directory;

    ServerProcess(long pid) {
        this(Path.of("/proc", Long.toString(pid)));
    }

    /// For tests: any directory with files `stat` and `status`.
    ServerProcess(Path directory) {
        this.directory = directory;
    }

    /// CPU time of all threads up to now, those that ended too, user and system. Exact to 10 ms: the
    /// kernel scales both parts to the scheduler's exact run time, and shows whole ticks.
    Duration cpu() throws IOException {
        String stat = Files.readString(directory.resolve("stat"));
        // The name in parentheses may itself hold spaces and parentheses.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ");
        long ticks = Long.parseLong(fields[UTIME_AFTER_NAME]) + Long.parseLong(fields[UTIME_AFTER_NAME + 1]);
        return Duration.ofMillis(ticks * 1_000 / TICKS_PER_SECOND);
    }

    /// Waits until the process used next to no CPU for some seconds, at most `longest`; returns how long
    /// it had work before that.
    Duration awaitQuiet(Duration longest) throws IOException, InterruptedException {
        long start = System.nanoTime();
        long busyUntil = start;
        Duration before = cpu();
        long now = start;
        while (now - start < longest.toNanos() && now - busyUntil < QUIET_SECONDS * 1_000_000_000L) {
            Thread.sleep(1_000);
            Duration after = cpu();
            long wall = System.nanoTime() - now;
            now += wall;
            if (after.minus(before).toNanos() > QUIET_SHARE * wall) {
                busyUntil = now;
            }
            before = after;
        }
        return Duration.ofNanos(busyUntil - start);
    }

    /// Bytes of live objects in the Java heap after a full collection. It stops the process meanwhile.
    ///
    /// @throws IOException if `jcmd` cannot say
    long heapAfterCollection() throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        // Into a file: the process stands still while it writes, and may be the one that reads.
        Path file = Files.createTempFile("histogram", ".txt");
        String said;
        try {
            new ProcessBuilder(jcmd, directory.getFileName().toString(), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .redirectOutput(file.toFile())
                    .start()
                    .waitFor();
            said = Files.readString(file);
        } finally {
            Files.delete(file);
        }
        Matcher total = HISTOGRAM_TOTAL.matcher(said);
        if (!total.find()) {
            String shown = said.substring(0, Math.min(said.length(), 200)).trim();
            throw new IOException(jcmd + " " + directory.getFileName() + " GC.class_histogram said \"" + shown
                    + "\": expected a line Total");
        }
        return Long.parseLong(total.group(1));
    }

    /// The largest resident set up to now, in bytes (`VmHWM`).
    long peakResidentBytes() throws IOException {
        return memory("VmHWM:");
    }

    /// The resident set now, in bytes (`VmRSS`).
    long residentBytes() throws IOException {
        return memory("VmRSS:");
    }

    private long memory(String name) throws IOException {
        List<String> lines = Files.readAllLines(directory.resolve("status"));
        for (String line : lines) {
            if (line.startsWith(name)) {
                String[] words = line.trim().split("\\s+");
                return Long.parseLong(words[1]) * 1_024;
            }
        }
        throw new IOException("no " + name + " in " + directory.resolve("status"));
    }
}
