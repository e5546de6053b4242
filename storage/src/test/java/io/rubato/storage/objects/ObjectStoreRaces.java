package io.rubato.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.storage.objects.WriteResult.PreconditionFailed;
import io.rubato.storage.objects.WriteResult.Stored;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The part of [ObjectStoreContract] that needs many threads.
public abstract class ObjectStoreRaces {

    private static final int THREADS = 6;

    protected ObjectStore store = new MemoryObjectStore();

    /// An empty store; closed after each test.
    protected abstract ObjectStore createStore() throws IOException;

    @BeforeEach
    void openStore() throws IOException {
        store = createStore();
    }

    @AfterEach
    void closeStore() throws IOException {
        store.close();
    }

    @Test
    void oneWriterWinsAnAbsentKey() throws Exception {
        for (int round = 0; round < 10; round++) {
            String key = "round/" + round;
            List<WriteResult> results = together(thread -> store.putIfAbsent(key, filled(thread)));
            int winner = winner(results);
            assertThat(store.size(key)).isEqualTo(filledBytes(winner).length);
            assertWhole(key);
        }
    }

    @Test
    void oneWriterWinsEachVersion() throws Exception {
        String version = store.put("manifest", filled(0));
        for (int round = 0; round < 10; round++) {
            String expected = version;
            List<WriteResult> results = together(thread -> store.replace("manifest", filled(thread), expected));
            version = ((Stored) results.get(winner(results))).version();
            assertThat(store.find("manifest").orElseThrow().version()).isEqualTo(version);
        }
    }

    @Test
    void noReplacementIsLost() throws Exception {
        store.put("count", ObjectContent.of(new byte[0]));
        int each = 8;
        together(thread -> {
            int done = 0;
            while (done < each) {
                try (ObjectReader reader = store.open("count")) {
                    byte[] longer = new byte[(int) reader.size() + 1];
                    WriteResult result = store.replace("count", ObjectContent.of(longer), reader.version());
                    done += result instanceof Stored ? 1 : 0;
                }
            }
            return done;
        });
        assertThat(store.size("count")).isEqualTo((long) each * THREADS);
    }

    @Test
    void readersNeverSeeAPart() throws Exception {
        store.put("a", filled(1));
        AtomicBoolean done = new AtomicBoolean();
        together(thread -> {
            if (thread == 0) {
                for (int i = 0; i < 40; i++) {
                    store.put("a", filled(i % THREADS));
                }
                done.set(true);
            } else {
                while (!done.get()) {
                    assertWhole("a");
                }
            }
            return thread;
        });
    }

    @Test
    void manyThreadsReadThroughOneReader() throws Exception {
        byte[] bytes = new byte[3_000_000];
        new Random(7).nextBytes(bytes);
        store.put("a", ObjectContent.of(bytes));
        try (ObjectReader reader = store.open("a")) {
            together(thread -> {
                Random random = new Random(thread);
                for (int i = 0; i < 200; i++) {
                    int offset = random.nextInt(bytes.length);
                    int length = random.nextInt(Math.min(100_000, bytes.length - offset));
                    ByteBuffer found =
                            random.nextBoolean() ? ByteBuffer.allocate(length) : ByteBuffer.allocateDirect(length);
                    reader.readFully(offset, found);
                    assertThat(found.flip().equals(ByteBuffer.wrap(bytes, offset, length)))
                            .isTrue();
                    if (thread == 0 && i == 100) {
                        store.delete("a");
                    }
                }
                return thread;
            });
        }
        assertThat(store.find("a")).isEmpty();
    }

    @Test
    void neighboursComeAndGoWithoutHarm() throws Exception {
        together(thread -> {
            String key = "t/blocks/" + thread + "/data";
            for (int i = 0; i < 20; i++) {
                store.put(key, filled(thread));
                assertWhole(key);
                assertThat(store.list("t/")).extracting(ObjectInfo::key).contains(key);
                store.delete(key);
                assertThat(store.find(key)).isEmpty();
            }
            return thread;
        });
        assertThat(store.list("")).isEmpty();
    }

    private void assertWhole(String key) throws IOException {
        try (ObjectReader reader = store.open(key)) {
            ByteBuffer found = ByteBuffer.allocate((int) reader.size());
            reader.readFully(0, found);
            assertThat(found.array().length).isGreaterThan(0);
            assertThat(found.array()).isEqualTo(filledBytes(found.get(0)));
        }
    }

    private static int winner(List<WriteResult> results) {
        List<Integer> winners = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            switch (results.get(i)) {
                case Stored stored -> winners.add(i);
                case PreconditionFailed failed -> {}
            }
        }
        assertThat(winners).hasSize(1);
        return winners.getFirst();
    }

    private static ObjectContent filled(int value) {
        return ObjectContent.of(filledBytes(value));
    }

    private static byte[] filledBytes(int value) {
        byte[] bytes = new byte[20_000 + value];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private interface Step<T> {
        T run(int thread) throws Exception;
    }

    /// Runs a step in all threads from one moment on and gives their results.
    private static <T> List<T> together(Step<T> step) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                Callable<T> task = () -> {
                    start.await();
                    return step.run(thread);
                };
                futures.add(threads.submit(task));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }
}
