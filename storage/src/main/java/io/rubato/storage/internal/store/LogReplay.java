package io.rubato.storage.internal.store;

import io.rubato.storage.Compression;
import io.rubato.storage.IngestException;
import io.rubato.storage.internal.head.Rejections;
import io.rubato.storage.internal.manifest.BlockEntry;
import io.rubato.storage.internal.store.Generations.Wanted;
import io.rubato.storage.internal.view.BlockView;
import io.rubato.storage.internal.wal.ReplayReport;
import io.rubato.storage.internal.wal.WalRecord;
import io.rubato.storage.internal.wire.MalformedException;
import io.rubato.storage.model.TraceId;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the log into heads at the start. Spans that are in blocks already are left out: those of a trace that a
/// block has, in a record from before that block's head was frozen.
final class LogReplay {
    private static final Logger LOG = LoggerFactory.getLogger(LogReplay.class);

    private final StoreState state;
    private final Generations generations;
    private final Flushing flushing;
    private final List<BlockView> recent;

    LogReplay(StoreState state, Generations generations, Flushing flushing) {
        this.state = state;
        this.generations = generations;
        this.flushing = flushing;
        long from = state.manifest().current().walPosition();
        this.recent = state.view().blocks().blocks().stream()
                .filter(block -> block.entry().walTo() > from)
                .toList();
    }

    /// @throws IOException when the log cannot be read
    void run() throws IOException {
        long from = state.manifest().current().walPosition();
        ReplayReport report = state.wal().replay(from, leastPosition(), (record, position) -> {
            boolean frozen;
            state.lock().lock();
            try {
                append(record, position);
                generations.advance();
                frozen = generations.freezeWhileReplaying() || generations.frozenCount() > 0;
            } finally {
                state.lock().unlock();
            }
            while (frozen) {
                frozen = flushing.run();
            }
        });
        report(report);
    }

    /// A log without fsync may have lost records that blocks hold, after a power loss. Later ones must not get
    /// their positions.
    private long leastPosition() {
        return state.manifest().current().live().stream()
                .mapToLong(BlockEntry::walTo)
                .max()
                .orElse(0);
    }

    private void append(WalRecord record, long position) {
        try {
            Compression compression = Compression.of(record.encoding());
            byte[] body = record.body();
            byte[] plain = compression == Compression.NONE
                    ? body
                    : Decompression.plain(
                            compression,
                            body,
                            0,
                            body.length,
                            state.options().limits().maxBodyBytes());
            generations.append(plain, 0, plain.length, position, wanted(position), new Rejections());
        } catch (IngestException | MalformedException refusedAgain) {
            LOG.debug("log: a request that was refused when it came: {}", refusedAgain.getMessage());
        } catch (RuntimeException unexpected) {
            LOG.error("log: a request of {} bytes is left out", record.body().length, unexpected);
            state.events().add("log_requests_failed", 1);
        }
    }

    /// @param position after the record
    private Wanted wanted(long position) {
        List<BlockView> since = recent.stream()
                .filter(block -> block.entry().walTo() >= position)
                .toList();
        if (since.isEmpty()) {
            return Wanted.ALL;
        }
        return (high, low) -> {
            TraceId id = new TraceId(high, low);
            return since.stream().noneMatch(block -> block.handle().source().findTrace(id) >= 0);
        };
    }

    private void report(ReplayReport report) {
        if (report.tornTail() != null) {
            LOG.info(
                    "log: the last record was being written when the process ended and was not acknowledged: {}",
                    report.tornTail());
        }
        report.damage().forEach(damage -> {
            LOG.error("log: damaged, spans may be lost: {}", damage);
            state.warn("the log is damaged, spans may be lost: " + damage);
            state.events().add("log_damaged", 1);
        });
        if (report.missing() > 0) {
            String lost =
                    ("the log ends %d bytes before the position up to which blocks were written, or is missing: spans"
                                    + " that were only there are lost")
                            .formatted(report.missing());
            LOG.error("log: {}", lost);
            state.events().add("log_ends_early", 1);
            state.warn(lost);
        }
        if (report.records() > 0) {
            LOG.info("log: replayed {} requests, {} bytes", report.records(), report.bytes());
        }
    }
}
