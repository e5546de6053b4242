package io.rubato.query.internal.metrics;

import io.rubato.query.MetricsRequest;
import io.rubato.query.MetricsResult;
import io.rubato.query.MetricsSeries;
import io.rubato.query.MetricsSeries.Exemplar;
import io.rubato.query.MetricsSeries.Sample;
import io.rubato.query.QueryMetrics;
import io.rubato.storage.model.TraceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Turns lines into the answer: at most as many series and exemplars as were asked for.
final class Presentation {
    private final MetricsRequest request;
    private final Plan plan;

    Presentation(MetricsRequest request, Plan plan) {
        this.request = request;
        this.plan = plan;
    }

    /// @param lines in order
    MetricsResult of(List<Line> lines, QueryMetrics metrics) {
        int most = request.maxSeries() == 0 ? lines.size() : request.maxSeries();
        List<Line> shown = lines.subList(0, Math.min(lines.size(), most));
        List<List<Exemplar>> exemplars = exemplars(shown);
        List<MetricsSeries> series = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            series.add(new MetricsSeries(shown.get(i).labels(), samples(shown.get(i)), exemplars.get(i)));
        }
        Optional<String> leftOut = shown.size() == lines.size()
                ? Optional.empty()
                : Optional.of("Response exceeds maximum series limit of " + request.maxSeries()
                        + ", a partial response is returned. Warning: the accuracy of each individual value is not"
                        + " guaranteed.");
        return new MetricsResult(series, leftOut, plan.hints().warnings(), metrics);
    }

    private List<Sample> samples(Line line) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < line.values().length; i++) {
            if (!Double.isNaN(line.values()[i])) {
                samples.add(new Sample(request.steps().timestampMillis(i), line.values()[i]));
            }
        }
        return samples;
    }

    /// The first of every series, then the second of every series, and so on; each trace once.
    private List<List<Exemplar>> exemplars(List<Line> lines) {
        List<List<Exemplar>> chosen = new ArrayList<>();
        lines.forEach(_ -> chosen.add(new ArrayList<>()));
        Set<TraceId> traces = new HashSet<>();
        int left = plan.hints().exemplars();
        boolean more = true;
        for (int rank = 0; more && left > 0; rank++) {
            more = false;
            for (int i = 0; i < lines.size() && left > 0; i++) {
                Line line = lines.get(i);
                if (rank < line.exemplars().size()) {
                    more = true;
                    Line.Shown one = line.exemplars().get(rank);
                    double value =
                            Double.isNaN(one.value()) ? line.values()[one.pick().interval()] : one.value();
                    if (!Double.isNaN(value) && traces.add(one.pick().trace())) {
                        chosen.get(i).add(exemplar(one, value));
                        left--;
                    }
                }
            }
        }
        chosen.forEach(list ->
                list.sort(Comparator.comparingLong(Exemplar::timestampMillis).thenComparing(Exemplar::traceId)));
        return chosen;
    }

    private static Exemplar exemplar(Line.Shown one, double value) {
        return new Exemplar(
                one.pick().trace(), one.labels(), Math.floorDiv(one.pick().startNanos(), 1_000_000), value);
    }
}
