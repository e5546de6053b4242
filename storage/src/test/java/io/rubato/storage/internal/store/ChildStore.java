package io.rubato.storage.internal.store;

import io.rubato.generator.GeneratorOptions;
import io.rubato.generator.TraceGenerator;
import io.rubato.storage.Compression;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.internal.wire.ByteSink;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// A process of its own that takes numbered batches into a store from four threads until it is killed, and
/// prints each number once it is acknowledged.
final class ChildStore {
    static final String READY = "ready";

    /// The second pieces of a batch's traces come so many batches later.
    static final int LATE_BY = 10;

    private static final int THREADS = 4;

    private ChildStore() {}

    static StoreOptions options(Path directory) {
        return StoreOptions.at(directory)
                .withWal(new StoreOptions.Wal(true, 1 << 20))
                .withRetention(new StoreOptions.Retention(Duration.ZERO, 0, Duration.ofMillis(500), 0))
                .withMerge(new StoreOptions.Merge(Duration.ofHours(1), 20_000, 20_000, 3))
                .withFilters(new StoreOptions.Filters(5, 2))
                .withMove(new StoreOptions.Move(200, Duration.ofMillis(300), Duration.ofMillis(600)))
                .withCut(new StoreOptions.Cut(
                        1_500, Long.MAX_VALUE, Duration.ofMillis(400), Duration.ofMillis(50), Duration.ofMillis(100)));
    }

    static Process start(Path directory, long firstBatch) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(List.of(
                        java,
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                .replace(';', File.pathSeparatorChar),
                        ChildStore.class.getName(),
                        directory.toString(),
                        Long.toString(firstBatch)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /// The first pieces of some traces and the second pieces of those of an earlier batch: the same whenever it is
    /// made.
    static byte[] body(long batch) {
        ByteSink body = new ByteSink(65_536);
        piece(batch, 0, body);
        if (batch >= LATE_BY) {
            piece(batch - LATE_BY, 1, body);
        }
        return body.toByteArray();
    }

    private static void piece(long traces, int which, ByteSink body) {
        TraceGenerator generator = new TraceGenerator(traces, GeneratorOptions.of(30));
        for (int i = 0; generator.hasNext(); i++) {
            byte[] part = generator.next().body();
            if (i % 2 == which) {
                body.put(part);
            }
        }
    }

    public static void main(String[] arguments) throws IOException {
        ((ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger("ROOT"))
                .setLevel(ch.qos.logback.classic.Level.OFF);
        SpanStore store = SpanStore.open(options(Path.of(arguments[0])));
        AtomicLong next = new AtomicLong(Long.parseLong(arguments[1]));
        System.out.println(READY);
        for (int i = 0; i < THREADS; i++) {
            Thread.ofPlatform().start(() -> {
                while (true) {
                    long batch = next.getAndIncrement();
                    byte[] body = body(batch);
                    store.ingest(Compression.NONE, body, 0, body.length).join();
                    System.out.println(batch);
                }
            });
        }
    }
}
