package io.rubato.storage.internal.store;

import io.rubato.storage.Compression;
import io.rubato.storage.IngestLimits;
import io.rubato.storage.IngestResult;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.StoreStatus;
import io.rubato.storage.internal.block.BlockFile;
import io.rubato.storage.internal.manifest.ManifestStore;
import io.rubato.storage.internal.store.DiskGuard.FreeSpace;
import io.rubato.storage.internal.view.BlockSet;
import io.rubato.storage.internal.view.BlockView;
import io.rubato.storage.internal.view.StoreView;
import io.rubato.storage.internal.wal.WalOptions;
import io.rubato.storage.internal.wal.WriteAheadLog;
import io.rubato.storage.objects.LocalObjectStore;
import io.rubato.storage.objects.ObjectStore;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The store on disk: a log, heads, blocks behind a manifest, and their maintenance. Safe for concurrent use.
public final class DiskStore implements SpanStore {
    private static final Logger LOG = LoggerFactory.getLogger(DiskStore.class);

    private final StoreState state;
    private final HeadMemory memory;
    private final Generations generations;
    private final Intake intake;
    private final Maintenance maintenance;
    private final StatusReport report;

    /// Opens a store of its own.
    public static DiskStore open(StoreOptions options) throws IOException {
        return open(options, new SharedMemory(options.memory()));
    }

    /// Opens the store and replays its log; takes as long as that takes.
    ///
    /// @throws IOException when a directory cannot be used, or another process uses it
    static DiskStore open(StoreOptions options, SharedMemory memory) throws IOException {
        return open(options, memory, LocalObjectStore.open(options.blockDirectory()), FreeSpace.OF_DISK);
    }

    /// Opens the store over objects that it closes, also when it fails.
    static DiskStore open(StoreOptions options, ObjectStore objects, FreeSpace space) throws IOException {
        return open(options, new SharedMemory(options.memory()), objects, space);
    }

    private static DiskStore open(StoreOptions options, SharedMemory memory, ObjectStore objects, FreeSpace space)
            throws IOException {
        WriteAheadLog wal = null;
        try {
            BlockFile.load();
            wal = WriteAheadLog.open(
                    options.walDirectory(),
                    new WalOptions(options.wal().segmentBytes(), options.wal().fsync(), 1));
            return new DiskStore(options, memory, objects, wal, space);
        } catch (IOException | RuntimeException e) {
            objects.close();
            if (wal != null) {
                wal.close();
            }
            throw e;
        }
    }

    private DiskStore(
            StoreOptions options, SharedMemory shared, ObjectStore objects, WriteAheadLog wal, FreeSpace space)
            throws IOException {
        ManifestStore manifest = ManifestStore.open(objects);
        StoreView nothing = new StoreView(0, List.of(), BlockSet.EMPTY);
        this.state = new StoreState(options, objects, wal, manifest, shared, new DiskGuard(options, space), nothing);
        manifest.warnings().forEach(warning -> {
            LOG.warn("manifest: {}", warning);
            state.events().add("manifest_warnings", 1);
        });
        BlockSet blocks = new StoredBlocks(state).open();
        state.publish(view -> view.withBlocks(blocks));
        this.memory = shared.heads();
        this.generations = new Generations(state, memory, manifest.current().walPosition());
        NewBlocks newBlocks = new NewBlocks(state);
        Flushing flushing = new Flushing(state, generations, newBlocks);
        Retention retention = new Retention(state);
        this.maintenance = new Maintenance(state, generations, flushing, newBlocks, retention);
        this.intake = new Intake(state, generations, memory, maintenance::requestFlush);
        this.report = new StatusReport(state, generations, intake, maintenance, retention.guard());
        memory.add(generations);
        try {
            new LogReplay(state, generations, flushing).run();
        } catch (IOException | RuntimeException e) {
            memory.remove(generations);
            release();
            throw e;
        }
        maintenance.start();
    }

    @Override
    public CompletableFuture<IngestResult> ingest(Compression compression, byte[] body, int offset, int length) {
        return intake.take(compression, body, offset, length);
    }

    /// Looks after the store at once, as it does every second anyway.
    void tickNow() {
        maintenance.settle();
    }

    /// Does something while no background work is done.
    void onMaintenanceThread(Runnable work) {
        maintenance.run(work);
    }

    @Override
    public void bound(IngestLimits limits, StoreOptions.Retention retention) {
        state.options(state.options().withLimits(limits).withRetention(retention));
    }

    /// What its parts share.
    StoreState state() {
        return state;
    }

    Generations generations() {
        return generations;
    }

    @Override
    public Snapshot snapshot() {
        StoreView view = leased();
        return new StoreSnapshot(view, view.blocks().unreadable(), state.joins()::sources);
    }

    /// The view now, with a lease on each of its blocks.
    StoreView leased() {
        while (true) {
            StoreView now = state.view();
            List<BlockView> blocks = now.blocks().blocks();
            int leased = 0;
            for (BlockView block : blocks) {
                if (!block.handle().lease()) {
                    break;
                }
                leased++;
            }
            if (leased == blocks.size()) {
                return now;
            }
            blocks.subList(0, leased).forEach(block -> block.handle().release());
        }
    }

    @Override
    public StoreStatus status() {
        return report.status();
    }

    @Override
    public void close() {
        state.lock().lock();
        try {
            if (!state.close()) {
                return;
            }
        } finally {
            state.lock().unlock();
        }
        memory.remove(generations);
        if (maintenance.close()) {
            release();
        } else {
            state.abandon();
        }
        close("the log", state.wal());
        close("the blocks", state.objects());
    }

    private void release() {
        state.view().blocks().blocks().forEach(block -> block.handle().release());
    }

    private static void close(String what, Closeable part) {
        try {
            part.close();
        } catch (IOException e) {
            LOG.error("closing {}: {}", what, e.getMessage());
        }
    }
}
