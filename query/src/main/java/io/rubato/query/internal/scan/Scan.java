package io.rubato.query.internal.scan;

import io.rubato.query.QueryContext;
import io.rubato.storage.DamagedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/// Runs an operator over batches in order until it has enough.
public final class Scan {
    private Scan() {}

    /// Works out the partial result of one batch. Thread-safe.
    @FunctionalInterface
    public interface Operator<P extends Partial<P>> {
        /// @param soFar what is known already: what cannot change it need not be in the result
        P evaluate(Morsel morsel, P soFar);
    }

    /// Looks at what is known between batches.
    @FunctionalInterface
    public interface Watcher<P extends Partial<P>> {
        /// @param visited how many batches have been
        void reached(P soFar, int visited);
    }

    /// @param done whether `morsel`, and with it all that follow, can add nothing any more
    /// @throws io.rubato.query.QueryException when the context says to stop
    public static <P extends Partial<P>> P run(
            List<Morsel> order, P none, Operator<P> operator, BiPredicate<P, Morsel> done, QueryContext context) {
        return run(order, none, operator, done, morsel -> false, (soFar, visited) -> {}, context);
    }

    /// @param idle whether `morsel` is known to add nothing
    /// @param watcher called by this thread, after some batches and before others
    public static <P extends Partial<P>> P run(
            List<Morsel> order,
            P none,
            Operator<P> operator,
            BiPredicate<P, Morsel> done,
            Predicate<Morsel> idle,
            Watcher<P> watcher,
            QueryContext context) {
        P result = none;
        for (int i = 0; i < order.size() && !done.test(result, order.get(i)); ) {
            context.check();
            List<Morsel> next = new ArrayList<>();
            for (; i < order.size() && next.size() < context.parallelism() && !done.test(result, order.get(i)); i++) {
                if (!idle.test(order.get(i))) {
                    next.add(order.get(i));
                }
            }
            result = next.size() == 1
                    ? result.merge(evaluate(operator, next.getFirst(), none, result, context))
                    : together(next, none, result, operator, context);
            watcher.reached(result, i);
        }
        return result;
    }

    /// A damaged batch is reported and adds nothing.
    private static <P extends Partial<P>> P evaluate(
            Operator<P> operator, Morsel morsel, P none, P soFar, QueryContext context) {
        try {
            return operator.evaluate(morsel, soFar);
        } catch (DamagedException damage) {
            context.report(damage);
            return none;
        }
    }

    private static <P extends Partial<P>> P together(
            List<Morsel> morsels, P none, P soFar, Operator<P> operator, QueryContext context) {
        List<CompletableFuture<P>> running = new ArrayList<>();
        for (Morsel morsel : morsels) {
            running.add(CompletableFuture.supplyAsync(
                    () -> evaluate(operator, morsel, none, soFar, context), context.executor()));
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
