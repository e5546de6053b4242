package io.rubato.server.internal.promql;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The times at which an expression is evaluated, in order. Expressions that are evaluated in step with one another
/// have
/// the same object. Not thread-safe.
public final class Steps {
    private final long[] times;
    private final Map<Long, Steps> shifted = new HashMap<>();
    private final Map<Long, Steps> held = new HashMap<>();
    private final Map<Long, Steps> floors = new HashMap<>();

    /// @param times Unix nanoseconds, in order. Not to be changed
    public Steps(long... times) {
        this.times = times;
    }

    /// Unix nanoseconds. Not to be changed.
    public long[] times() {
        return times;
    }

    long at(int step) {
        return times[step];
    }

    int count() {
        return times.length;
    }

    /// The times as a selector with `offset` and `@` sees them.
    Steps shifted(PromExpr.Shift shift) {
        Steps base = switch (shift.anchor()) {
            case NONE -> this;
            case TIME -> fixed(shift.atNanos());
            case START -> fixed(times.length == 0 ? 0 : times[0]);
            case END -> fixed(times.length == 0 ? 0 : times[times.length - 1]);
        };
        return shift.offsetNanos() == 0 ? base : base.earlier(shift.offsetNanos());
    }

    private Steps earlier(long nanos) {
        return shifted.computeIfAbsent(
                nanos,
                by -> new Steps(Arrays.stream(times).map(time -> time - by).toArray()));
    }

    private Steps fixed(long time) {
        return held.computeIfAbsent(time, at -> {
            long[] same = new long[times.length];
            Arrays.fill(same, at);
            return new Steps(same);
        });
    }

    /// The last whole multiples of a length.
    Steps floored(long nanos) {
        return floors.computeIfAbsent(
                nanos,
                unit -> new Steps(Arrays.stream(times)
                        .map(time -> Math.floorDiv(time, unit) * unit)
                        .toArray()));
    }
}
