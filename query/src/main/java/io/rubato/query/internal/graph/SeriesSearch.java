package io.rubato.query.internal.graph;

import io.rubato.query.QueryContext;
import io.rubato.query.SpanSeries;
import io.rubato.query.SpanSeriesRequest;
import io.rubato.query.internal.eval.Binder;
import io.rubato.query.internal.graph.SeriesTally.BoundSeries;
import io.rubato.query.internal.scan.Bindings;
import io.rubato.storage.scan.SpanSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// One question for series of spans over one snapshot.
public final class SeriesSearch {
    private final Bindings<BoundSeries> sources;
    private final SpanSeriesRequest request;

    /// @throws io.rubato.query.QueryException for a filter that cannot be executed
    public SeriesSearch(List<SpanSource> all, SpanSeriesRequest request, QueryContext context) {
        this.request = request;
        SpanSelection selection =
                SpanSelection.of(request.filter(), request.startNanos(), request.endNanos(), request.moment());
        this.sources = new Bindings<>(all, selection::overlaps, source -> bind(source, selection), context);
    }

    private BoundSeries bind(SpanSource source, SpanSelection selection) {
        Binder binder = new Binder(source);
        return new BoundSeries(selection.bind(binder), BoundBreakdown.of(binder, request.by()));
    }

    /// @throws io.rubato.query.QueryException when it is cancelled, takes too long, or takes too much memory
    public List<SpanSeries> run(QueryContext context) {
        return series(RangeScan.run(sources, () -> new SeriesTally(request.by(), request.sizes(), context), context));
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
