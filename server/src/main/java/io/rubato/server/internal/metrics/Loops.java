package io.rubato.server.internal.metrics;

import io.rubato.storage.loop.Loop;
import io.rubato.storage.loop.LoopStatus;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// The loops of the process that run at the moment, to tell how they fare. Safe for concurrent use.
public final class Loops {
    private final List<Loop> running = new CopyOnWriteArrayList<>();

    /// Starts a loop.
    public void start(Loop loop) {
        running.add(loop);
        loop.start();
    }

    /// Forgets a loop that was told to end.
    public void forget(Loop loop) {
        running.remove(loop);
    }

    /// How they fare, in the order of their names; those that do the same are one.
    ///
    /// @param others loops that are not of this process's own
    public Collection<LoopStatus> with(List<LoopStatus> others) {
        Map<String, LoopStatus> byName = new TreeMap<>();
        running.forEach(loop -> add(byName, loop.status()));
        others.forEach(loop -> add(byName, loop));
        return byName.values();
    }

    private static void add(Map<String, LoopStatus> byName, LoopStatus loop) {
        byName.merge(loop.name(), loop, LoopStatus::and);
    }
}
