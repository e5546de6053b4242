package io.rubato.tracing.internal.export;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the backend answered to one attempt. The exporters of the SDK say only whether it succeeded; the senders below
/// them are wrapped to keep the rest, and find the attempt they belong to by its thread.
final class Answer {
    private static final ThreadLocal<@Nullable Answer> CURRENT = new ThreadLocal<>();

    private volatile @Nullable Failure failure;
    private volatile @Nullable PartialSuccess partial;

    static void begin(Answer answer) {
        CURRENT.set(answer);
    }

    static void end() {
        CURRENT.remove();
    }

    /// Of the attempt that this thread is beginning; null outside one.
    static @Nullable Answer current() {
        return CURRENT.get();
    }

    void accepted(byte[] body) {
        partial = PartialSuccess.parse(body);
    }

    void failed(Failure reason) {
        failure = reason;
    }

    /// Notes an error that a sender met before there was an answer, and hands it on.
    Consumer<Throwable> noting(Consumer<Throwable> onError) {
        return error -> {
            failed(Failure.of(error, true));
            onError.accept(error);
        };
    }

    @Nullable
    Failure failure() {
        return failure;
    }

    /// How many items the backend refused although it accepted the others, and why.
    PartialSuccess partial() {
        PartialSuccess known = partial;
        return known == null ? PartialSuccess.NONE : known;
    }
}
