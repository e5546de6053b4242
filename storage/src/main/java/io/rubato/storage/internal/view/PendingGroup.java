package io.rubato.storage.internal.view;

import io.rubato.storage.internal.view.Place.InBlock;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.BatchStats;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Pending traces that are joined together when a query needs one of them. Holds about 40 bytes a trace. Immutable.
public final class PendingGroup {
    private final BlockHandle[] blocks;
    private final long[] ids;
    private final int[] firstPlaces;
    private final int[] placeBlocks;
    private final int[] placeTraces;
    private final BatchStats bounds;

    PendingGroup(List<PendingTrace> traces) {
        Map<BlockHandle, Integer> numbers = new LinkedHashMap<>();
        int places = traces.stream().mapToInt(trace -> trace.places().size()).sum();
        Bounds bounds = new Bounds();
        ids = new long[2 * traces.size()];
        firstPlaces = new int[traces.size() + 1];
        placeBlocks = new int[places];
        placeTraces = new int[places];
        int at = 0;
        for (int i = 0; i < traces.size(); i++) {
            PendingTrace trace = traces.get(i);
            ids[2 * i] = trace.id().high();
            ids[2 * i + 1] = trace.id().low();
            for (InBlock place : trace.places()) {
                placeBlocks[at] = numbers.computeIfAbsent(place.block(), block -> numbers.size());
                placeTraces[at++] = place.trace();
            }
            firstPlaces[i + 1] = at;
            bounds.addTrace(trace.places());
        }
        this.blocks = numbers.keySet().toArray(BlockHandle[]::new);
        this.bounds = bounds.stats();
    }

    /// Whether this is a long trace, which is alone in its group.
    public boolean isLongTrace() {
        return size() == 1 && PendingTraces.isLong(bounds.spans());
    }

    public int size() {
        return ids.length / 2;
    }

    public TraceId id(int index) {
        return new TraceId(ids[2 * index], ids[2 * index + 1]);
    }

    public List<InBlock> places(int index) {
        List<InBlock> places = new ArrayList<>(2);
        for (int at = firstPlaces[index]; at < firstPlaces[index + 1]; at++) {
            places.add(new InBlock(blocks[placeBlocks[at]], placeTraces[at]));
        }
        return places;
    }

    public PendingTrace trace(int index) {
        return new PendingTrace(id(index), places(index));
    }

    public List<PendingTrace> traces() {
        List<PendingTrace> traces = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            traces.add(trace(i));
        }
        return traces;
    }

    public void forEachPlace(Consumer<InBlock> consumer) {
        for (int at = 0; at < placeTraces.length; at++) {
            consumer.accept(new InBlock(blocks[placeBlocks[at]], placeTraces[at]));
        }
    }

    /// Where its traces are.
    public List<BlockHandle> blocks() {
        return List.of(blocks);
    }

    public boolean hasPlaceIn(BlockHandle block) {
        return Arrays.asList(blocks).contains(block);
    }

    /// What is known of its spans without reading them; copies of a span count again.
    public BatchStats bounds() {
        return bounds;
    }
}
