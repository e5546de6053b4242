package io.rubato.storage.internal.wal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;

/// A process of its own that appends numbered records until it is killed, and prints each number once it is durable.
final class ChildLog {
    static final String READY = "ready";

    /// Before the number of the first record that is still needed.
    static final String KEPT_FROM = "kept from ";

    private static final int IN_FLIGHT = 32;

    private ChildLog() {}

    static Process start(Path directory, WalOptions options) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(List.of(
                        java,
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        ChildLog.class.getName(),
                        directory.toString(),
                        Long.toString(options.firstSegmentBytes()),
                        Long.toString(options.segmentBytes()),
                        Integer.toString(options.spareSegments())))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .replace(';', File.pathSeparatorChar);
    }

    public static void main(String[] arguments) throws Exception {
        WalOptions options = new WalOptions(
                Long.parseLong(arguments[1]), Long.parseLong(arguments[2]), true, Integer.parseInt(arguments[3]));
        long[] next = {0};
        WriteAheadLog log = WriteAheadLog.open(Path.of(arguments[0]), options);
        ReplayReport report = log.replay(0, 0, (record, position) -> next[0] = number(record.body()) + 1);
        System.out.println(READY);
        Semaphore room = new Semaphore(IN_FLIGHT);
        long releasable = report.position();
        long firstKept = next[0];
        for (long number = next[0]; ; number++) {
            room.acquire();
            byte[] body = body(number);
            long position = log.append(WalRecord.Type.SPANS, "acme", (byte) 0, body, 0, body.length);
            long printed = number;
            var _ = log.durable(position).thenRun(() -> {
                System.out.println(printed);
                room.release();
            });
            if (position - releasable > 4 * options.segmentBytes()) {
                System.out.println(KEPT_FROM + firstKept);
                log.release(releasable);
                releasable = position;
                firstKept = number + 1;
            }
        }
    }

    /// The number, then as many bytes as it says.
    static byte[] body(long number) {
        return (number + ":" + "b".repeat((int) (number * 7919 % 3000))).getBytes(StandardCharsets.US_ASCII);
    }

    static long number(byte[] body) {
        String text = new String(body, StandardCharsets.US_ASCII);
        return Long.parseLong(text, 0, text.indexOf(':'), 10);
    }
}
