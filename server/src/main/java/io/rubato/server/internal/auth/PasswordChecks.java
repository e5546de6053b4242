package io.rubato.server.internal.auth;

import io.rubato.server.internal.auth.Verdict.Refused;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Checks passwords one at a time on a thread of its own. Everyone who asks has a turn after everyone else has had one,
/// and their newest check comes first, so that a flood of wrong passwords delays others by one check and the next right
/// one of the same asker by one as well. What waits is bounded: beyond it the oldest check of whoever has most is
/// refused. Safe for concurrent use; closed by whoever opened it.
final class PasswordChecks implements AutoCloseable {
    private static final int MOST_OF_ONE = 16;
    private static final int MOST = 1_024;

    private final ExecutorService checking = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("rubato-auth").factory());

    /// In the order of turns, none empty.
    private final Map<Asker, Deque<Check>> waiting = new LinkedHashMap<>();

    private int count;
    private boolean running;
    private boolean closed;

    /// Whose turn it is.
    ///
    /// @param host of the client
    /// @param user empty for all names that no user has
    record Asker(String host, String user) {}

    private record Check(Supplier<Verdict> work, CompletableFuture<Verdict> verdict) {}

    /// @param work says whether the password is right; slow
    CompletableFuture<Verdict> check(Asker asker, Supplier<Verdict> work) {
        Check check = new Check(work, new CompletableFuture<>());
        Check refused = add(asker, check);
        if (refused != null) {
            refused.verdict().complete(Refused.busy());
        }
        return check.verdict();
    }

    private synchronized @Nullable Check add(Asker asker, Check check) {
        if (closed) {
            return check;
        }
        Deque<Check> own = waiting.computeIfAbsent(asker, _ -> new ArrayDeque<>());
        own.addFirst(check);
        count++;
        if (!running) {
            running = true;
            checking.execute(this::run);
        }
        if (own.size() > MOST_OF_ONE) {
            return dropOldest(own);
        }
        return count > MOST
                ? dropOldest(waiting.values().stream()
                        .max(Comparator.comparingInt(Deque::size))
                        .orElseThrow())
                : null;
    }

    private Check dropOldest(Deque<Check> of) {
        count--;
        Check oldest = of.removeLast();
        waiting.values().removeIf(Deque::isEmpty);
        return oldest;
    }

    private void run() {
        for (Check check = next(); check != null; check = next()) {
            try {
                check.verdict().complete(check.work().get());
            } catch (Throwable e) {
                check.verdict().completeExceptionally(e);
            }
        }
    }

    private synchronized @Nullable Check next() {
        if (waiting.isEmpty()) {
            running = false;
            return null;
        }
        Asker asker = waiting.keySet().iterator().next();
        Deque<Check> own = Objects.requireNonNull(waiting.remove(asker));
        Check newest = own.removeFirst();
        count--;
        if (!own.isEmpty()) {
            waiting.put(asker, own);
        }
        return newest;
    }

    /// Refuses what still waits.
    @Override
    public void close() {
        List<Check> left = new ArrayList<>();
        synchronized (this) {
            closed = true;
            waiting.values().forEach(left::addAll);
            waiting.clear();
            count = 0;
        }
        checking.shutdownNow();
        left.forEach(check -> check.verdict().complete(Refused.busy()));
    }
}
