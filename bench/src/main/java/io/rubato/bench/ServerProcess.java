package io.rubato.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The server's process as Linux accounts for it in `/proc/PID` (man 5 proc).
final class ServerProcess {
    /// `USER_HZ` of every Linux that Java runs on.
    private static final long TICKS_PER_SECOND = 100;

    private static final int UTIME_AFTER_NAME = 11;

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

    /// The largest resident set up to now, in bytes (`VmHWM`).
    long peakResidentBytes() throws IOException {
        List<String> lines = Files.readAllLines(directory.resolve("status"));
        for (String line : lines) {
            if (line.startsWith("VmHWM:")) {
                String[] words = line.trim().split("\\s+");
                return Long.parseLong(words[1]) * 1_024;
            }
        }
        throw new IOException("no VmHWM in " + directory.resolve("status"));
    }
}
