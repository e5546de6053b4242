package io.rubato.storage.internal.store;

import io.rubato.storage.internal.head.HeadSource;
import io.rubato.storage.internal.view.BlockView;
import io.rubato.storage.internal.view.HeadView;
import io.rubato.storage.internal.view.StoreView;
import io.rubato.storage.scan.BatchStats;

/// Sums over a view. A trace in several places counts in each; `newest` is the latest start of a trace in
/// blocks, of a span in heads.
record Totals(long spans, long traces, long blockBytes, long headSpans, long oldest, long newest) {
    static Totals of(StoreView view) {
        long spans = 0;
        long traces = 0;
        long blockBytes = 0;
        long oldest = Long.MAX_VALUE;
        long newest = Long.MIN_VALUE;
        for (BlockView block : view.blocks().blocks()) {
            spans += block.entry().liveSpans();
            traces += block.entry().liveTraces();
            blockBytes += block.entry().bytes();
            oldest = Math.min(oldest, block.entry().minStartNanos());
            newest = Math.max(newest, block.entry().maxTraceStartNanos());
        }
        long headSpans = 0;
        for (HeadView head : view.heads()) {
            HeadSource source = head.source(null);
            headSpans += head.generation().head().size();
            traces += head.published().traces();
            for (int i = 0; i < source.batches(); i++) {
                BatchStats stats = source.stats(i);
                oldest = Math.min(oldest, stats.minStart());
                newest = Math.max(newest, stats.maxStart());
            }
        }
        return new Totals(spans + headSpans, traces, blockBytes, headSpans, oldest, newest);
    }
}
