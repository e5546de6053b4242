package io.rubato.storage.internal.store;

import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.internal.manifest.Manifest;
import io.rubato.storage.internal.manifest.ManifestStore;
import io.rubato.storage.internal.manifest.Orphan;
import io.rubato.storage.internal.manifest.RetireReason;
import io.rubato.storage.internal.manifest.RetiredBlock;
import io.rubato.storage.internal.view.BlockHandle;
import io.rubato.storage.internal.view.BlockSet;
import io.rubato.storage.internal.view.BlockView;
import io.rubato.storage.internal.view.UnreadableBlock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes blocks out of the store that are too old or too many, and deletes the files of those that are out.
/// Used by the maintenance thread only.
final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    /// An object that somebody creates to say that the wall clock is right; it is deleted when it was seen.
    static final String CONFIRMATION = "retention.confirmed";

    /// Longer than any block takes from the start of its writing to its commit.
    private static final Duration ORPHAN_GRACE = Duration.ofHours(1);

    private final StoreState state;
    private final RetentionGuard guard;
    private long nextOrphansMillis;

    Retention(StoreState state) {
        this.state = state;
        this.guard =
                new RetentionGuard(System::nanoTime, newest(state.manifest().current()));
    }

    /// The time of the newest spans; now for an empty store. When blocks were made says less: by whatever clock, they
    /// are merged.
    private long newest(Manifest manifest) {
        return manifest.live().stream()
                .mapToLong(BlockEntry::newestMillis)
                .max()
                .orElse(state.now());
    }

    /// What keeps blocks from being deleted at once. For any thread.
    RetentionGuard guard() {
        return guard;
    }

    void run() {
        try {
            retire(allDead(), RetireReason.MOVED);
            retire(tooOld(), RetireReason.AGE);
            retire(tooMany(), RetireReason.SIZE);
            delete();
            deleteOrphans();
        } catch (IOException e) {
            state.events().add("retention_failed", 1);
            LOG.error("retention failed and is tried again: {}", e.getMessage());
        }
    }

    /// All blocks that the manifest calls live; those that cannot be read have an age and a size, too.
    private List<BlockEntry> live() {
        BlockSet blocks = state.view().blocks();
        return Stream.concat(
                        blocks.blocks().stream().map(BlockView::entry),
                        blocks.unreadable().stream().map(UnreadableBlock::entry))
                .toList();
    }

    private List<BlockEntry> tooOld() throws IOException {
        Duration maxAge = state.options().retention().maxAge();
        if (maxAge.isZero()) {
            return List.of();
        }
        List<BlockEntry> blocks = live();
        boolean confirmed =
                guard.isHolding() && state.objects().find(CONFIRMATION).isPresent();
        long time = guard.time(
                state.now(),
                millis -> spans(tooOld(blocks, millis, maxAge)),
                spans(blocks),
                maxAge,
                state.options().retention().doubt(),
                confirmed);
        if (confirmed) {
            state.objects().delete(CONFIRMATION);
        }
        return tooOld(blocks, time, maxAge);
    }

    private static List<BlockEntry> tooOld(List<BlockEntry> blocks, long nowMillis, Duration maxAge) {
        return blocks.stream()
                .filter(block -> block.newestMillis() < nowMillis - maxAge.toMillis())
                .toList();
    }

    private static long spans(List<BlockEntry> blocks) {
        return blocks.stream().mapToLong(BlockEntry::liveSpans).sum();
    }

    private List<BlockEntry> tooMany() {
        List<BlockEntry> blocks = live();
        long bytes = blocks.stream().mapToLong(BlockEntry::bytes).sum();
        long most = state.options().retention().maxBytes();
        List<BlockEntry> gone = new ArrayList<>();
        if (most > 0) {
            List<BlockEntry> oldestFirst = blocks.stream()
                    .sorted(Comparator.comparingLong(BlockEntry::newestMillis))
                    .toList();
            for (BlockEntry block : oldestFirst) {
                if (bytes <= most) {
                    break;
                }
                gone.add(block);
                bytes -= block.bytes();
            }
        }
        return gone;
    }

    private void retire(List<BlockEntry> blocks, RetireReason reason) throws IOException {
        if (blocks.isEmpty()) {
            return;
        }
        Set<UUID> ids = blocks.stream().map(BlockEntry::id).collect(Collectors.toSet());
        state.manifest().commit(manifest -> manifest.retire(ids, reason, state.now()));
        List<BlockHandle> handles = state.view().blocks().blocks().stream()
                .map(BlockView::handle)
                .filter(block -> ids.contains(block.id()))
                .toList();
        state.publish(view -> view.withBlocks(without(view.blocks(), handles).withoutUnreadable(ids)));
        handles.forEach(BlockHandle::release);
        long spans = spans(blocks);
        switch (reason) {
            case AGE -> {
                state.events().add("spans_expired", spans);
                LOG.info(
                        "deleted {} spans in {} blocks, which are older than retention.block_retention ({} h)",
                        spans,
                        blocks.size(),
                        state.options().retention().maxAge().toHours());
            }
            case SIZE -> {
                state.events().add("spans_over_size", spans);
                LOG.info(
                        "deleted {} spans in {} blocks, the oldest, because all blocks took more than"
                                + " retention.max_total_bytes ({} MiB)",
                        spans,
                        blocks.size(),
                        state.options().retention().maxBytes() >> 20);
            }
            case MOVED, MERGED, DELETED, OTHER ->
                LOG.info("removed {} blocks, whose spans are all in other blocks", blocks.size());
        }
    }

    /// The blocks without some; of the traces that were there and elsewhere the rest stays.
    private static BlockSet without(BlockSet blocks, List<BlockHandle> gone) {
        return blocks.replaced(gone, List.of(), blocks.pending().without(gone, id -> null));
    }

    /// Blocks of which nothing counts any more, and which no replay of the log relies on.
    private List<BlockEntry> allDead() {
        long position = state.manifest().current().walPosition();
        return state.view().blocks().blocks().stream()
                .filter(block -> block.entry().liveTraces() == 0 && !block.isDeadUnknown())
                .filter(block -> block.entry().walTo() <= position)
                .map(BlockView::entry)
                .toList();
    }

    /// What a crash left between the writing of a block and its commit. Looked for at the start and then once
    /// in a grace time.
    private void deleteOrphans() throws IOException {
        long now = state.now();
        if (now < nextOrphansMillis && now > nextOrphansMillis - 2 * ORPHAN_GRACE.toMillis()) {
            return;
        }
        nextOrphansMillis = now + ORPHAN_GRACE.toMillis();
        ManifestStore manifest = state.manifest();
        for (Orphan orphan : Orphan.find(
                state.objects(), () -> List.of(manifest.current(), manifest.fallback()), ORPHAN_GRACE, now)) {
            if (orphan.verdict() == Orphan.Verdict.DELETABLE) {
                state.objects().delete(orphan.object().key());
                state.events().add("orphans_deleted", 1);
                LOG.info(
                        "deleted {}, which a stopped process left behind",
                        orphan.object().key());
            }
        }
    }

    /// Blocks whose spans are in others stay a while, what retention took goes at once: it made room.
    private void delete() throws IOException {
        long now = state.now();
        if (state.manifest().current().retired().isEmpty()) {
            return;
        }
        state.manifest().settle();
        Set<UUID> gone = new HashSet<>();
        for (RetiredBlock block : state.manifest().deletable(now + 1)) {
            boolean isDue = block.reason() != RetireReason.MERGED && block.reason() != RetireReason.MOVED
                    || block.retiredMillis()
                                    + state.options().retention().mergedFor().toMillis()
                            <= now;
            if (isDue) {
                state.objects().delete(block.entry().dataKey());
                gone.add(block.entry().id());
            }
        }
        if (!gone.isEmpty()) {
            state.manifest().commit(manifest -> manifest.forget(gone));
        }
    }
}
