package io.rubato.bench;

import io.rubato.generator.Batch;
import io.rubato.generator.TraceGenerator;
import io.rubato.generator.Truth;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Generates batches ahead on a thread of its own, so that sending does not wait for it. One thread
/// takes; closing ends the generating thread.
final class BatchSource implements AutoCloseable {
    /// No generated batch is empty.
    private static final Batch END = new Batch(new byte[0], 0, "", 0);

    private final TraceGenerator generator;
    private final boolean gzip;
    private final ArrayBlockingQueue<Batch> ahead;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Thread thread;
    private boolean ended;

    /// Keeps up to `ahead` batches ready; with `gzip` their bodies are compressed already.
    BatchSource(TraceGenerator generator, int ahead, boolean gzip) {
        this.generator = generator;
        this.gzip = gzip;
        this.ahead = new ArrayBlockingQueue<>(ahead);
        this.thread = Thread.ofPlatform().name("generator").daemon().start(this::generate);
    }

    private void generate() {
        try {
            while (generator.hasNext()) {
                Batch batch = generator.next();
                ahead.put(gzip ? compressed(batch) : batch);
            }
            ahead.put(END);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | Error broken) {
            failure.set(broken);
            ahead.clear();
            ahead.add(END);
        }
    }

    private static Batch compressed(Batch batch) throws IOException {
        return new Batch(compress(batch.body()), batch.spans(), batch.service(), batch.arrivalNanos());
    }

    static byte[] compress(byte[] body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        }
        return out.toByteArray();
    }

    /// Waits until the queue is full or all is generated, so that a measurement starts with a lead.
    void awaitLead() throws InterruptedException {
        while (ahead.remainingCapacity() > 0 && thread.isAlive()) {
            thread.join(5);
        }
    }

    /// The next batch, or null after the last.
    @Nullable
    Batch take() throws InterruptedException {
        if (ended) {
            return null;
        }
        Batch batch = ahead.take();
        if (batch.spans() == 0) {
            ended = true;
            Throwable broken = failure.get();
            if (broken != null) {
                throw new IllegalStateException("generating failed: " + broken, broken);
            }
            return null;
        }
        return batch;
    }

    /// What was generated. Only after [#take] gave null.
    Truth truth() {
        if (!ended) {
            throw new IllegalStateException("batches are left: the generating thread is still writing");
        }
        return generator.truth();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
