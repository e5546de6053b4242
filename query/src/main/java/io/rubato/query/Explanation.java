package io.rubato.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What was done to answer a question. Thread-safe.
public final class Explanation {
    private final Map<String, Operator> operators = new LinkedHashMap<>();
    private final List<Source> sources = new ArrayList<>();

    /// What one step of a query did.
    ///
    /// @param morsels batches it was given
    /// @param rowsIn, rowsOut spans it was given and left
    /// @param bytesRead bytes that it made the batches read; what an earlier step read is not read again
    /// @param nanos on all threads together
    public record Operator(String name, long morsels, long rowsIn, long rowsOut, long bytesRead, long nanos) {
        private Operator plus(Operator more) {
            return new Operator(
                    name,
                    morsels + more.morsels,
                    rowsIn + more.rowsIn,
                    rowsOut + more.rowsOut,
                    bytesRead + more.bytesRead,
                    nanos + more.nanos);
        }
    }

    /// A block or head.
    ///
    /// @param morsels batches it has
    /// @param candidates those that the time range and what is known of them did not rule out
    public record Source(String name, int morsels, int candidates, long bytes) {}

    public synchronized void add(Operator more) {
        operators.merge(more.name(), more, Operator::plus);
    }

    public synchronized void add(Source source) {
        sources.add(source);
    }

    /// In the order they first worked.
    public synchronized List<Operator> operators() {
        return List.copyOf(operators.values());
    }

    public synchronized List<Source> sources() {
        return List.copyOf(sources);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Operator one : operators()) {
            text.append(one.name())
                    .append(": ")
                    .append(one.morsels())
                    .append(" morsels, ")
                    .append(one.bytesRead())
                    .append(" bytes, ")
                    .append(TimeUnit.NANOSECONDS.toMicros(one.nanos()))
                    .append(" us\n");
        }
        return text.toString();
    }
}
