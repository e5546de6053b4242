package io.rubato.storage.internal.store;

import io.rubato.storage.Compression;
import io.rubato.storage.IngestException;
import io.rubato.storage.IngestException.Reason;
import io.rubato.storage.IngestLimits;
import io.rubato.storage.IngestResult;
import io.rubato.storage.Snapshot;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.StoreStatus;
import io.rubato.storage.internal.block.SectionCache;
import io.rubato.storage.internal.head.Rejections;
import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.internal.manifest.ManifestStore;
import io.rubato.storage.internal.store.DiskGuard.FreeSpace;
import io.rubato.storage.internal.store.StoreView.HeadView;
import io.rubato.storage.internal.wal.ReplayReport;
import io.rubato.storage.internal.wal.WalOptions;
import io.rubato.storage.internal.wal.WalRecord;
import io.rubato.storage.internal.wal.WriteAheadLog;
import io.rubato.storage.internal.wire.MalformedException;
import io.rubato.storage.objects.LocalObjectStore;
import io.rubato.storage.objects.ObjectStore;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The store on disk: a log, heads, blocks behind a manifest, and their upkeep.
///
/// One lock orders what changes the view: appending to the live head, cutting it off, putting blocks in
/// place. It is held for the decoding of one request, never for a write of a block or an fsync. Readers
/// take the view without it.
public final class DiskStore implements SpanStore {
    static final String TENANT = "single-tenant";

    private static final Logger LOG = LoggerFactory.getLogger(DiskStore.class);
    private static final int MAX_LOGGED_DAMAGE = 1000;
    private static final Duration RETRY_SOON = Duration.ofSeconds(1);
    private static final Duration RETRY_LATER = Duration.ofSeconds(5);

    private final HeadMemory memory;
    private final ObjectStore objects;
    private final ManifestStore manifest;
    private final SectionCache cache;
    private final Fragments fragments = new Fragments();
    private final DiskGuard disk;
    private final Set<String> loggedDamage = ConcurrentHashMap.newKeySet();
    private final Counters refused = new Counters();
    private final Counters events = new Counters();
    private final LongAdder spansReceived = new LongAdder();
    private final LongAdder bytesReceived = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final ReentrantLock lock = new ReentrantLock();
    private final WriteAheadLog wal;
    private final Upkeep upkeep;
    private volatile StoreOptions options;
    private volatile StoreView view;
    private volatile boolean replayed;
    private volatile boolean closed;
    private volatile boolean abandoned;

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
            StoreOptions options, SharedMemory memory, ObjectStore objects, WriteAheadLog wal, FreeSpace space)
            throws IOException {
        this.options = options;
        this.memory = memory.heads();
        this.objects = objects;
        this.wal = wal;
        this.disk = new DiskGuard(options, space);
        this.cache = memory.cache();
        this.manifest = ManifestStore.open(objects);
        manifest.warnings().forEach(warning -> {
            LOG.warn("manifest: {}", warning);
            events.add("manifest_warnings", 1);
        });
        this.view = new StoreView(HeadView.of(new HeadState(options.limits())), List.of(), openBlocks());
        this.upkeep = new Upkeep(this);
        this.memory.add(this);
        try {
            replay();
        } catch (IOException | RuntimeException e) {
            this.memory.remove(this);
            throw e;
        }
        replayed = true;
        upkeep.start();
    }

    private List<BlockHandle> openBlocks() {
        List<BlockHandle> blocks = new ArrayList<>();
        for (BlockEntry entry : manifest.current().live()) {
            try {
                blocks.add(openBlock(entry));
            } catch (IOException | RuntimeException broken) {
                LOG.error("block {} is left out, {} spans: {}", entry.id(), entry.spans(), broken.getMessage());
                events.add("blocks_damaged", 1);
                events.add("spans_in_damaged_blocks", entry.spans());
            }
        }
        return blocks;
    }

    BlockHandle openBlock(BlockEntry entry) throws IOException {
        return BlockHandle.open(entry, objects, cache, damage -> {
            if (loggedDamage.size() < MAX_LOGGED_DAMAGE && loggedDamage.add(damage)) {
                LOG.error("damaged: {}", damage);
            }
            events.add("damaged_reads", 1);
        });
    }

    private void replay() throws IOException {
        long from = manifest.current().walPosition();
        ReplayReport report = wal.replay(from, (record, position) -> {
            lock.lock();
            try {
                replay(record);
                upkeep.cutWhileReplaying(position);
            } finally {
                lock.unlock();
            }
        });
        if (report.tornTail() != null) {
            LOG.info(
                    "log: the last record was being written when the process ended and was not acknowledged: {}",
                    report.tornTail());
        }
        report.damage().forEach(damage -> {
            LOG.error("log: damaged, spans may be lost: {}", damage);
            events.add("log_damaged", 1);
        });
        if (report.records() > 0) {
            LOG.info("log: replayed {} requests, {} bytes", report.records(), report.bytes());
        }
    }

    private void replay(WalRecord record) {
        try {
            Compression compression = Compression.of(record.encoding());
            byte[] body = record.body();
            byte[] plain = compression == Compression.NONE
                    ? body
                    : Decompression.plain(
                            compression, body, 0, body.length, options.limits().maxBodyBytes());
            append(plain, 0, plain.length, new Rejections());
        } catch (IngestException | MalformedException refusedAgain) {
            LOG.debug("log: a request that was refused when it came: {}", refusedAgain.getMessage());
        } catch (RuntimeException unexpected) {
            LOG.error("log: a request of {} bytes is left out", record.body().length, unexpected);
            events.add("log_requests_failed", 1);
        }
    }

    @Override
    public CompletableFuture<IngestResult> ingest(Compression compression, byte[] body, int offset, int length) {
        try {
            checkOpen();
            int limit = options.limits().maxBodyBytes();
            if (length > limit) {
                throw new IngestException(
                        Reason.TOO_LARGE, "the body is " + length + " bytes (expected: at most " + limit + ")");
            }
            if (compression == Compression.NONE) {
                return ingest(compression, body, offset, length, body, offset, length);
            }
            byte[] plain = Decompression.plain(compression, body, offset, length, limit);
            return ingest(compression, body, offset, length, plain, 0, plain.length);
        } catch (IngestException e) {
            refused.add(e.reason().name().toLowerCase(java.util.Locale.ROOT), 1);
            return CompletableFuture.failedFuture(e);
        } catch (RuntimeException unexpected) {
            LOG.error("a request of {} bytes is refused", length, unexpected);
            events.add("requests_failed", 1);
            return CompletableFuture.failedFuture(
                    new IngestException(Reason.MALFORMED, "the request cannot be taken in: " + unexpected));
        }
    }

    private CompletableFuture<IngestResult> ingest(
            Compression compression,
            byte[] logged,
            int loggedOffset,
            int loggedLength,
            byte[] plain,
            int plainOffset,
            int plainLength) {
        Rejections rejections = new Rejections();
        int accepted;
        long position;
        lock.lock();
        try {
            checkRoom();
            position = wal.append(WalRecord.Type.SPANS, TENANT, compression.code(), logged, loggedOffset, loggedLength);
            accepted = append(plain, plainOffset, plainLength, rejections);
            upkeep.cutIfFull(position);
        } catch (IOException e) {
            disk.failed(e);
            throw new IngestException(Reason.READ_ONLY, "the log cannot be written: " + e.getMessage(), RETRY_LATER);
        } catch (MalformedException e) {
            throw new IngestException(Reason.MALFORMED, "not an OTLP request: " + e.getMessage());
        } finally {
            lock.unlock();
        }
        spansReceived.add(accepted);
        bytesReceived.add(plainLength);
        rejections.counts().forEach((reason, count) -> refused.add(reason.label(), count));
        IngestResult result = new IngestResult(accepted, rejections.total(), rejections.message(), plainLength);
        return wal.durable(position).handle((done, failure) -> {
            if (failure != null) {
                throw new IngestException(
                        Reason.READ_ONLY, "the log cannot be written: " + failure.getMessage(), RETRY_LATER);
            }
            return result;
        });
    }

    private void checkOpen() {
        if (closed) {
            throw new IngestException(Reason.UNAVAILABLE, "the store is stopping", RETRY_SOON);
        }
        String readOnly = disk.reason();
        if (readOnly != null) {
            throw new IngestException(Reason.READ_ONLY, "nothing is taken in: " + readOnly, RETRY_LATER);
        }
    }

    private void checkRoom() {
        if (closed) {
            throw new IngestException(Reason.UNAVAILABLE, "the store is stopping", RETRY_SOON);
        }
        long held = memory.held();
        if (held > memory.most()) {
            throw new IngestException(
                    Reason.OVERLOADED,
                    "spans that are not yet in blocks take %d MiB (expected: at most %d MiB)"
                            .formatted(held >> 20, memory.most() >> 20),
                    RETRY_SOON);
        }
    }

    /// Bytes of memory that its heads hold.
    long headMemory() {
        StoreView now = view;
        long bytes = now.live().state().memory();
        for (HeadView head : now.sealing()) {
            bytes += head.state().memory();
        }
        return bytes;
    }

    /// Appends a body to the live head. Under the lock.
    int append(byte[] body, int offset, int length, Rejections rejections) {
        HeadState state = view.live().state();
        int before = state.head().duplicates();
        try {
            return state.head().append(body, offset, length, rejections);
        } finally {
            duplicates.add(state.head().duplicates() - before);
            state.appended(options.clock().millis(), length);
            view = view.appended();
        }
    }

    /// Looks after the store at once, as it does every second anyway.
    void tickNow() {
        upkeep.run(upkeep::tick);
    }

    /// Does something while no background work is done.
    void onUpkeepThread(Runnable work) {
        upkeep.run(work);
    }

    /// Asked before a commit: a store that could not wait for it has let go of its directories.
    void requireOpen() throws IOException {
        if (abandoned) {
            throw new IOException("the store was closed meanwhile");
        }
    }

    /// Whether the log was read; until then it takes and releases nothing.
    boolean isReplayed() {
        return replayed;
    }

    boolean isClosed() {
        return closed;
    }

    StoreOptions options() {
        return options;
    }

    @Override
    public void bound(IngestLimits limits, StoreOptions.Retention retention) {
        options = options.withLimits(limits).withRetention(retention);
    }

    HeadMemory memory() {
        return memory;
    }

    ReentrantLock lock() {
        return lock;
    }

    StoreView view() {
        return view;
    }

    /// Replaces the view. Under the lock.
    void view(StoreView next) {
        view = next;
    }

    WriteAheadLog wal() {
        return wal;
    }

    ObjectStore objects() {
        return objects;
    }

    ManifestStore manifest() {
        return manifest;
    }

    SectionCache cache() {
        return cache;
    }

    Fragments fragments() {
        return fragments;
    }

    DiskGuard disk() {
        return disk;
    }

    Counters events() {
        return events;
    }

    @Override
    public Snapshot snapshot() {
        return new StoreSnapshot(leased(), fragments::sources);
    }

    /// The view now, with a lease on each of its blocks.
    StoreView leased() {
        while (true) {
            StoreView now = view;
            int leased = 0;
            for (BlockHandle block : now.blocks()) {
                if (!block.lease()) {
                    break;
                }
                leased++;
            }
            if (leased == now.blocks().size()) {
                return now;
            }
            now.blocks().subList(0, leased).forEach(BlockHandle::release);
        }
    }

    @Override
    public StoreStatus status() {
        StoreView now = view;
        Totals totals = Totals.of(now);
        return new StoreStatus(
                disk.reason(),
                totals.spans(),
                totals.traces(),
                now.blocks().size(),
                totals.blockBytes(),
                totals.headSpans(),
                headMemory(),
                wal.bytes(),
                totals.oldest(),
                totals.newest(),
                spansReceived.sum(),
                bytesReceived.sum(),
                duplicates.sum(),
                refused.snapshot(),
                withFragments(events.snapshot()));
    }

    private Map<String, Long> withFragments(Map<String, Long> counts) {
        counts.put("traces_in_several_places", (long) fragments.late(view).size());
        return counts;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            lock.unlock();
        }
        memory.remove(this);
        if (upkeep.close()) {
            view.blocks().forEach(BlockHandle::release);
        } else {
            abandoned = true;
        }
        close("the log", wal);
        close("the blocks", objects);
    }

    private static void close(String what, Closeable part) {
        try {
            part.close();
        } catch (IOException e) {
            LOG.error("closing {}: {}", what, e.getMessage());
        }
    }
}
