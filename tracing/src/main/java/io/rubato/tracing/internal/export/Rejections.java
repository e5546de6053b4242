package io.rubato.tracing.internal.export;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// How many items of one export the backend took back in a partial success. The exporters of the SDK do not read that
/// part of an answer; the senders below them are wrapped to do it, and find the export they belong to by its thread.
final class Rejections {
    private static final ThreadLocal<@Nullable Rejections> CURRENT = new ThreadLocal<>();

    private final AtomicLong items = new AtomicLong();
    private volatile String message = "";

    static void begin(Rejections rejections) {
        CURRENT.set(rejections);
    }

    static void end() {
        CURRENT.remove();
    }

    /// Of the export that this thread is beginning; null outside one.
    static @Nullable Rejections current() {
        return CURRENT.get();
    }

    /// Reads an answer's body: `partial_success` (1) of `rejected_*` (1) and `error_message` (2), the same for all
    /// signals (opentelemetry-proto, collector services). Anything that cannot be read counts as a plain success.
    void read(byte[] answer) {
        PartialSuccess partial = PartialSuccess.parse(answer);
        if (partial != null) {
            items.addAndGet(partial.rejected());
            message = partial.message();
        }
    }

    long items() {
        return items.get();
    }

    String message() {
        return message;
    }
}
