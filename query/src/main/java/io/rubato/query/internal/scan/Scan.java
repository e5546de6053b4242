package io.rubato.query.internal.scan;

import io.rubato.query.QueryContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiPredicate;

/// Runs an operator over batches in order until it has enough.
public final class Scan {
    private Scan() {}

    /// Works out the partial result of one batch. Thread-safe.
    @FunctionalInterface
    public interface Operator<P extends Partial<P>> {
        /// @param soFar what is known already: what cannot change it need not be in the result
        P evaluate(Morsel morsel, P soFar);
    }

    /// @param done whether `morsel`, and with it all that follow, can add nothing any more
    /// @throws io.rubato.query.QueryException when the context says to stop
    public static <P extends Partial<P>> P run(
            List<Morsel> order, P none, Operator<P> operator, BiPredicate<P, Morsel> done, QueryContext context) {
        P result = none;
        for (int i = 0; i < order.size() && !done.test(result, order.get(i)); ) {
            context.check();
            int to = Math.min(order.size(), i + context.parallelism());
            result = to == i + 1
                    ? result.merge(operator.evaluate(order.get(i), result))
                    : together(order.subList(i, to), result, operator, context);
            i = to;
        }
        return result;
    }

    private static <P extends Partial<P>> P together(
            List<Morsel> morsels, P soFar, Operator<P> operator, QueryContext context) {
        List<CompletableFuture<P>> running = new ArrayList<>();
        for (Morsel morsel : morsels) {
            running.add(CompletableFuture.supplyAsync(() -> operator.evaluate(morsel, soFar), context.executor()));
        }
        P result = soFar;
        RuntimeException failure = null;
        for (CompletableFuture<P> one : running) {
            try {
                result = result.merge(one.join());
            } catch (CompletionException e) {
                failure = e.getCause() instanceof RuntimeException cause ? cause : e;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return result;
    }
}
