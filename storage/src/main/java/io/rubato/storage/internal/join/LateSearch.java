package io.rubato.storage.internal.join;

import io.rubato.storage.DamagedException;
import io.rubato.storage.internal.view.BlockView;
import io.rubato.storage.internal.view.HeadView;
import io.rubato.storage.internal.view.LateTraces;
import io.rubato.storage.internal.view.Place.InHead;
import io.rubato.storage.internal.view.StoreView;
import io.rubato.storage.model.TraceId;
import java.util.ArrayList;
import java.util.List;

/// Looks the new traces of heads up in everything older. Each is looked up once: a trace of a head that takes spans
/// gets no other place later, for all its spans go to that head. Guarded by [Joins].
final class LateSearch {
    private LateSearch() {}

    static void run(StoreView view) {
        List<HeadView> older = new ArrayList<>();
        for (HeadView head : view.heads()) {
            LateTraces late = head.generation().late();
            int from = late.checked();
            int to = head.published().traces();
            if (from < to) {
                int[] spans = spansElsewhere(view, older, ids(head, from, to));
                for (int i = 0; i < spans.length; i++) {
                    if (spans[i] > 0) {
                        late.add(from + i, spans[i] + new InHead(head, from + i).spanCount());
                    }
                }
                late.checked(to);
            }
            older.add(head);
        }
    }

    private static List<TraceId> ids(HeadView head, int from, int to) {
        List<TraceId> ids = new ArrayList<>(to - from);
        for (int trace = from; trace < to; trace++) {
            ids.add(head.generation().head().traceId(trace));
        }
        return ids;
    }

    /// How many spans of each trace there are in older heads and in blocks.
    private static int[] spansElsewhere(StoreView view, List<HeadView> older, List<TraceId> ids) {
        int[] spans = new int[ids.size()];
        for (HeadView head : older) {
            for (int i = 0; i < spans.length; i++) {
                int trace = head.findTrace(ids.get(i));
                if (trace >= 0) {
                    spans[i] += new InHead(head, trace).spanCount();
                }
            }
        }
        view.blocks().findTraces(ids, (index, block, trace) -> spans[index] += spanCount(block, trace));
        return spans;
    }

    private static int spanCount(BlockView block, int trace) {
        try {
            return block.handle().source().spanCount(trace);
        } catch (DamagedException damaged) {
            return 1;
        }
    }
}
