package io.rubato.server.internal.api;

import io.rubato.query.ProgressListener;
import io.rubato.server.internal.api.MessageWriter.Jobs;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/// Says at once that work has begun, and then now and then how far it has come, if the client keeps up.
///
/// @param <R> the answer
final class Pace<R> implements ProgressListener<R> {
    private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(250);

    private final GrpcStream out;
    private final BiConsumer<R, Jobs> messages;
    private long next = System.nanoTime();
    private int total = 1;

    Pace(GrpcStream out, BiConsumer<R, Jobs> messages) {
        this.out = out;
        this.messages = messages;
    }

    @Override
    public boolean wants() {
        return System.nanoTime() - next >= 0 && out.isReady();
    }

    @Override
    public void progressed(R part, int done, int total) {
        this.total = Math.max(1, total);
        messages.accept(part, new Jobs(done, this.total));
        next = System.nanoTime() + BETWEEN;
    }

    /// All jobs, of which those that were not needed count as done.
    Jobs done() {
        return new Jobs(total, total);
    }
}
