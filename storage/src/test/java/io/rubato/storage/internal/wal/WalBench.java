package io.rubato.storage.internal.wal;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What an append costs and how long an acknowledgement takes. Arguments: a directory on the disk in question, which
/// is created and deleted; then `append|commit|replay` for one of the measurements.
final class WalBench {
    private static final int LARGE = 225 << 10;

    private static final int REQUEST = 84 << 10;
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private WalBench() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        String only = arguments.length > 1 ? arguments[1] : "";
        if (only.isEmpty() || only.equals("append")) {
            for (int spares : new int[] {1, 0}) {
                append(directory, new WalOptions(64 << 20, false, spares));
                append(directory, new WalOptions(64 << 20, true, spares));
            }
        }
        if (only.isEmpty() || only.equals("commit")) {
            for (int clients : new int[] {1, 8, 64}) {
                commit(directory, clients);
            }
        }
        if (only.isEmpty() || only.equals("replay")) {
            replay(directory);
        }
    }

    private static byte[][] bodies(int length) {
        byte[][] bodies = new byte[32][length];
        Random random = new Random(1);
        for (byte[] body : bodies) {
            random.nextBytes(body);
        }
        return bodies;
    }

    private static void append(Path directory, WalOptions options) throws Exception {
        byte[][] bodies = bodies(LARGE);
        try (WriteAheadLog log = Logs.open(directory, options)) {
            long cpu = 0;
            long all = 0;
            int measured = 6000;
            for (int i = 0; i < 3000 + measured; i++) {
                if (i == 3000) {
                    cpu = threadNanos();
                    all = PROCESS.getProcessCpuTime();
                }
                long position = log.append(WalRecord.Type.SPANS, "acme", (byte) 0, bodies[i & 31], 0, LARGE);
                if (i % 250 == 249) {
                    log.durable(position).get();
                    log.release(position);
                }
            }
            double thread = (threadNanos() - cpu) / 1e3 / measured;
            double process = (PROCESS.getProcessCpuTime() - all) / 1e3 / measured;
            System.out.printf(
                    "append %d KB, %s: %.1f us/record on the thread, %.3f ns/byte; %.1f us/record with all threads%n",
                    LARGE >> 10, options, thread, thread * 1e3 / LARGE, process);
        }
        Logs.delete(directory);
    }

    private static long threadNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void commit(Path directory, int clients) throws Exception {
        byte[][] bodies = bodies(REQUEST);
        FaultyFiles counting = new FaultyFiles();
        try (WriteAheadLog log = WriteAheadLog.open(directory, WalOptions.DEFAULT, counting, System::nanoTime);
                ExecutorService pool = Executors.newFixedThreadPool(clients)) {
            Logs.replay(log, 0);
            run(log, pool, clients, bodies, 3_000_000_000L);
            int forces = counting.forces.get();
            long cpu = PROCESS.getProcessCpuTime();
            long start = System.nanoTime();
            long[] nanos = run(log, pool, clients, bodies, 8_000_000_000L);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "commit %d KB, %d clients: p50 %.1f ms, p99 %.1f ms, %.0f requests/s, %.1f requests/fsync,"
                            + " %.1f us CPU/request%n",
                    REQUEST >> 10,
                    clients,
                    nanos[nanos.length / 2] / 1e6,
                    nanos[nanos.length * 99 / 100] / 1e6,
                    nanos.length / seconds,
                    nanos.length / (double) (counting.forces.get() - forces),
                    (PROCESS.getProcessCpuTime() - cpu) / 1e3 / nanos.length);
        }
        Logs.delete(directory);
    }

    private static long[] run(WriteAheadLog log, ExecutorService pool, int clients, byte[][] bodies, long nanos)
            throws Exception {
        List<Future<List<Long>>> results = new ArrayList<>();
        long end = System.nanoTime() + nanos;
        for (int client = 0; client < clients; client++) {
            results.add(pool.submit(() -> {
                List<Long> times = new ArrayList<>();
                for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
                    byte[] body = bodies[times.size() & 31];
                    long position = log.append(WalRecord.Type.SPANS, "acme", (byte) 0, body, 0, body.length);
                    log.durable(position).get();
                    times.add(System.nanoTime() - now);
                    if (times.size() % 100 == 0) {
                        log.release(position);
                    }
                }
                return times;
            }));
        }
        List<Long> all = new ArrayList<>();
        for (Future<List<Long>> result : results) {
            all.addAll(result.get());
        }
        long[] sorted = all.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    private static void replay(Path directory) throws IOException {
        byte[][] bodies = bodies(REQUEST);
        WalOptions options = new WalOptions(64 << 20, false, 1);
        try (WriteAheadLog log = Logs.open(directory, options)) {
            while (log.position() < 500L << 20) {
                log.append(WalRecord.Type.SPANS, "acme", (byte) 0, bodies[(int) (log.position() & 31)], 0, REQUEST);
            }
        }
        Path last = Logs.segments(directory).getLast();
        try (LogFile unclean = LogFiles.SYSTEM.open(last)) {
            unclean.write(java.nio.ByteBuffer.allocateDirect(1), options.segmentBytes() - 1);
        }
        long used = Files.size(last);
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            try (WriteAheadLog log = WriteAheadLog.open(directory, options)) {
                ReplayReport report = log.replay(0, 0, (record, position) -> {});
                System.out.printf(
                        "replay %d MB, last file %d MB: %.0f ms, %d records%n",
                        report.bytes() >> 20, used >> 20, (System.nanoTime() - start) / 1e6, report.records());
            }
            used = Files.size(last);
        }
        Logs.delete(directory);
    }
}
