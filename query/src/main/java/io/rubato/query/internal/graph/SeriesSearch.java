package io.rubato.query.internal.graph;

import io.rubato.query.QueryContext;
import io.rubato.query.SpanSeries;
import io.rubato.query.SpanSeriesRequest;
import io.rubato.query.internal.eval.Binder;
import io.rubato.storage.DamagedException;
import io.rubato.storage.scan.SpanSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// One question for series of spans over one snapshot.
public final class SeriesSearch {
    private final List<SpanRange> sources = new ArrayList<>();

    /// @throws io.rubato.query.QueryException for a filter that cannot be executed
    public SeriesSearch(List<SpanSource> all, SpanSeriesRequest request, QueryContext context) {
        for (SpanSource source : all) {
            try {
                sources.add(new SpanRange(
                        source,
                        new Binder(source),
                        request.filter(),
                        request.startNanos(),
                        request.endNanos(),
                        request.moment()));
            } catch (DamagedException damage) {
                context.report(damage);
            }
        }
    }

    /// @throws io.rubato.query.QueryException when it is cancelled, takes too long, or takes too much memory
    public List<SpanSeries> run(QueryContext context) {
        return series(RangeScan.run(sources, () -> new SeriesTally(sources, context), context));
    }

    static List<SpanSeries> series(SeriesPartial found) {
        TreeMap<SeriesKey, Red> ordered = new TreeMap<>(SeriesKey.ORDER);
        ordered.putAll(found.series());
        List<SpanSeries> series = new ArrayList<>();
        ordered.forEach((key, red) -> series.add(
                new SpanSeries(key.service(), key.name(), key.kind(), key.status(), red.server, red.exemplar())));
        return series;
    }
}
