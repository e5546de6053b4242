package io.rubato.storage.internal.store;

import io.rubato.storage.StoreStatus;
import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.internal.view.BlockView;
import io.rubato.storage.internal.view.PendingGroup;
import io.rubato.storage.internal.view.StoreView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Puts together what the store says of itself.
final class StatusReport {
    private final StoreState state;
    private final Generations generations;
    private final Intake intake;
    private final Maintenance maintenance;
    private final RetentionGuard guard;

    StatusReport(
            StoreState state, Generations generations, Intake intake, Maintenance maintenance, RetentionGuard guard) {
        this.state = state;
        this.generations = generations;
        this.intake = intake;
        this.maintenance = maintenance;
        this.guard = guard;
    }

    StoreStatus status() {
        StoreView view = state.view();
        Totals totals = Totals.of(view);
        return new StoreStatus(
                state.disk().reason(),
                totals.spans(),
                totals.traces(),
                view.blocks().blocks().size(),
                totals.blockBytes(),
                totals.headSpans(),
                generations.headMemory(),
                state.wal().bytes(),
                totals.oldest(),
                totals.newest(),
                intake.spans(),
                intake.bytes(),
                intake.duplicates(),
                heads(view, totals),
                pieces(view),
                health(),
                intake.refused().snapshot(),
                state.events().snapshot());
    }

    private StoreStatus.Health health() {
        List<String> warnings = new ArrayList<>(state.manifest().warnings());
        state.view().blocks().unreadable().forEach(block -> warnings.add(block.reason()));
        warnings.addAll(state.warnings());
        String held = guard.reason();
        if (held != null) {
            warnings.add(held);
        }
        String jump = maintenance.clockJump();
        if (jump != null) {
            warnings.add(jump);
        }
        return new StoreStatus.Health(
                warnings,
                guard.spans(),
                List.of(maintenance.status(), state.wal().commitStatus()));
    }

    private StoreStatus.Heads heads(StoreView view, Totals totals) {
        double bytesPerSpan = totals.headSpans() == 0 ? 0 : (double) generations.headMemory() / totals.headSpans();
        return new StoreStatus.Heads(
                view.heads().size(),
                bytesPerSpan,
                generations.secondsHeld(bytesPerSpan),
                state.events().get("flushes_forced"));
    }

    private StoreStatus.Pieces pieces(StoreView view) {
        long inHeads = view.heads().stream()
                .mapToLong(head -> head.generation().late().traces())
                .sum();
        Map<Object, Long> created = new HashMap<>();
        for (BlockView block : view.blocks().blocks()) {
            BlockEntry entry = block.entry();
            created.put(block.handle(), entry.createdMillis());
        }
        long[] oldest = {Long.MAX_VALUE};
        for (PendingGroup group : view.blocks().pending().groups()) {
            for (int i = 0; i < group.size(); i++) {
                long newest = group.places(i).stream()
                        .mapToLong(place -> created.getOrDefault(place.block(), 0L))
                        .max()
                        .orElse(0);
                oldest[0] = Math.min(oldest[0], newest);
            }
        }
        long waited = oldest[0] == Long.MAX_VALUE ? 0 : Math.max(0, state.now() - oldest[0]);
        return new StoreStatus.Pieces(
                view.blocks().pending().traces(),
                inHeads,
                waited / 1000,
                state.events().get("spans_flushed"),
                state.events().get("spans_moved"),
                state.events().get("spans_merged"));
    }
}
