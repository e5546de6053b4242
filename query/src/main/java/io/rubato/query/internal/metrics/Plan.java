package io.rubato.query.internal.metrics;

import io.rubato.query.MetricsRequest;
import io.rubato.query.QueryException;
import io.rubato.query.TimeSteps;
import io.rubato.traceql.Compare;
import io.rubato.traceql.MetricsExpression;
import io.rubato.traceql.MetricsMath;
import io.rubato.traceql.MetricsPipeline;
import io.rubato.traceql.MetricsScalar;
import io.rubato.traceql.OverTime;
import io.rubato.traceql.Pipeline;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// A metrics query as the stages that look at spans, and what is then worked out of their series.
///
/// @param leaves those of the expression from left to right
record Plan(MetricsExpression expression, List<Leaf> leaves, Hints hints) {
    /// @throws QueryException for a query without a metrics stage
    static Plan of(MetricsRequest request) {
        MetricsExpression expression = switch (request.query().body()) {
            case MetricsPipeline pipeline -> pipeline;
            case MetricsMath math -> math;
            case Pipeline _ -> throw new QueryException("not a metrics query");
        };
        Hints hints = Hints.of(request.query().hints(), request.exemplars());
        List<Leaf> leaves = new ArrayList<>();
        collect(expression, request, hints, leaves);
        return new Plan(expression, leaves, hints);
    }

    private static void collect(MetricsExpression expression, MetricsRequest request, Hints hints, List<Leaf> leaves) {
        switch (expression) {
            case MetricsScalar _ -> {}
            case MetricsPipeline pipeline -> leaves.add(leaf(pipeline, request.steps(), hints));
            case MetricsMath math -> {
                collect(math.left(), request, hints, leaves);
                collect(math.right(), request, hints, leaves);
            }
        }
    }

    private static Leaf leaf(MetricsPipeline pipeline, TimeSteps steps, Hints hints) {
        Picks.Slots slots = Picks.Slots.of(steps.count(), hints.exemplars());
        return switch (pipeline.metrics()) {
            case OverTime overTime -> new OverTimeLeaf(pipeline.source(), overTime, hints.extrapolate(), steps, slots);
            case Compare compare -> new CompareLeaf(pipeline.source(), compare, steps.count(), slots);
        };
    }

    /// The series of the whole expression, in order.
    List<Line> lines(List<SeriesPartial> found) {
        List<List<Line>> ofLeaves = new ArrayList<>();
        for (int i = 0; i < leaves.size(); i++) {
            ofLeaves.add(leaves.get(i).lines(found.get(i)).stream()
                    .filter(line -> !line.isEmpty())
                    .sorted(Line.ORDER)
                    .toList());
        }
        return lines(expression, ofLeaves.iterator());
    }

    private static List<Line> lines(MetricsExpression expression, Iterator<List<Line>> ofLeaves) {
        return switch (expression) {
            case MetricsScalar scalar -> throw new IllegalArgumentException("a constant alone: " + scalar);
            case MetricsPipeline pipeline -> SecondStages.apply(pipeline.second(), ofLeaves.next());
            case MetricsMath math ->
                SecondStages.apply(
                        math.second(),
                        math(math, ofLeaves).stream().sorted(Line.ORDER).toList());
        };
    }

    private static List<Line> math(MetricsMath math, Iterator<List<Line>> ofLeaves) {
        if (math.left() instanceof MetricsScalar(var constant)) {
            return SeriesMath.apply(
                    math.operator(), lines(math.right(), ofLeaves), SecondStages.number(constant), true);
        }
        List<Line> left = lines(math.left(), ofLeaves);
        if (math.right() instanceof MetricsScalar(var constant)) {
            return SeriesMath.apply(math.operator(), left, SecondStages.number(constant), false);
        }
        return SeriesMath.apply(math.operator(), left, lines(math.right(), ofLeaves));
    }
}
