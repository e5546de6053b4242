package io.rubato.query.internal.graph;

import io.rubato.query.QueryContext;
import io.rubato.query.SpanSeries;
import io.rubato.query.SpanSeriesRequest;
import io.rubato.query.internal.eval.Binder;
import io.rubato.query.internal.graph.SeriesTally.BoundSeries;
import io.rubato.storage.DamagedException;
import io.rubato.storage.scan.SpanSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// One question for series of spans over one snapshot.
public final class SeriesSearch {
    private final List<BoundSeries> sources = new ArrayList<>();
    private final SpanSeriesRequest request;

    /// @throws io.rubato.query.QueryException for a filter that cannot be executed
    public SeriesSearch(List<SpanSource> all, SpanSeriesRequest request, QueryContext context) {
        this.request = request;
        for (SpanSource source : all) {
            try {
                Binder binder = new Binder(source);
                SpanRange range = new SpanRange(
                        source, binder, request.filter(), request.startNanos(), request.endNanos(), request.moment());
                sources.add(new BoundSeries(range, BoundBreakdown.of(binder, request.by())));
            } catch (DamagedException damage) {
                context.report(damage);
            }
        }
    }

    /// @throws io.rubato.query.QueryException when it is cancelled, takes too long, or takes too much memory
    public List<SpanSeries> run(QueryContext context) {
        List<SpanRange> ranges = sources.stream().map(BoundSeries::range).toList();
        return series(
                RangeScan.run(ranges, () -> new SeriesTally(sources, request.by(), request.sizes(), context), context));
    }

    static List<SpanSeries> series(SeriesPartial found) {
        TreeMap<SeriesKey, Red> ordered = new TreeMap<>(SeriesKey.ORDER);
        ordered.putAll(found.series());
        List<SpanSeries> series = new ArrayList<>();
        ordered.forEach((key, red) -> series.add(new SpanSeries(
                key.service(),
                key.name(),
                key.kind(),
                key.status(),
                key.slice(),
                red.server,
                red.bytes,
                red.exemplar())));
        return series;
    }
}
