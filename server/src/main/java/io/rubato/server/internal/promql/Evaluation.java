package io.rubato.server.internal.promql;

import java.util.ArrayList;
import java.util.List;

/// Makes expressions ready to be evaluated step by step. A rate is what was counted in its range, divided by its
/// length:
/// nothing is extrapolated. Functions that look at single samples see series as a Prometheus does that scrapes every 15
/// seconds, at whole multiples of that.
///
/// @param lookBackNanos what a counter without a range has counted
public record Evaluation(SeriesSource source, long lookBackNanos) {
    private static final long SCRAPE_NANOS = 15_000_000_000L;
    private static final long DEFAULT_STEP_NANOS = 60_000_000_000L;

    /// An expression at one step after the other. Steps are asked for in order.
    public interface Plan {
        /// The samples of a vector; of a scalar the one without labels.
        List<Sample> at(int step);
    }

    /// The points of an expression in the range before each step. Steps are asked for in order.
    interface RangePlan {
        List<Points> at(int step);
    }

    /// @throws PromException for what has no values, such as a text
    public Plan plan(PromExpr expression, Steps steps) {
        return switch (expression) {
            case PromExpr.Scalar(double value) -> {
                List<Sample> same = Sample.scalar(value);
                yield _ -> same;
            }
            case PromExpr.Paren(PromExpr inside) -> plan(inside, steps);
            case PromExpr.Selector selector ->
                source.counts(selector.matchers(), lookBackNanos, steps.shifted(selector.shift()))::at;
            case PromExpr.Negation(PromExpr operand) -> {
                Plan of = plan(operand, steps);
                yield step -> InstantFunctions.map(of.at(step), value -> -value);
            }
            case PromExpr.Binary binary -> {
                Plan left = plan(binary.left(), steps);
                Plan right = plan(binary.right(), steps);
                yield step -> BinaryOperations.of(binary, left.at(step), right.at(step));
            }
            case PromExpr.Aggregation aggregation -> aggregation(aggregation, steps);
            case PromExpr.Call call -> call(call, steps);
            case PromExpr.Text _, PromExpr.Range _, PromExpr.Subquery _ ->
                throw new PromException("a " + expression.type().title() + " has no values of its own");
        };
    }

    private Plan aggregation(PromExpr.Aggregation aggregation, Steps steps) {
        Plan operand = plan(aggregation.operand(), steps);
        PromExpr parameter = aggregation.parameter();
        if (parameter == null || parameter.type() == PromExpr.ResultType.STRING) {
            return step -> Aggregations.of(aggregation, Double.NaN, operand.at(step));
        }
        Plan number = plan(parameter, steps);
        return step -> Aggregations.of(aggregation, number.at(step).getFirst().value(), operand.at(step));
    }

    private Plan call(PromExpr.Call call, Steps steps) {
        String name = call.function().name();
        for (PromExpr argument : call.arguments()) {
            if (argument.type() == PromExpr.ResultType.MATRIX) {
                return overTime(name, call, unwrapped(argument), steps);
            }
        }
        if (name.equals("time")) {
            return step -> Sample.scalar(steps.at(step) / 1e9);
        }
        if (name.equals("timestamp")) {
            Plan operand = plan(call.argument(0), steps);
            return step -> InstantFunctions.map(operand.at(step), _ -> steps.at(step) / 1e9);
        }
        List<Plan> arguments = new ArrayList<>();
        for (PromExpr argument : call.arguments()) {
            arguments.add(argument.type() == PromExpr.ResultType.STRING ? _ -> List.of() : plan(argument, steps));
        }
        return step -> InstantFunctions.of(
                call, arguments.stream().map(argument -> argument.at(step)).toList());
    }

    private static PromExpr unwrapped(PromExpr expression) {
        return expression instanceof PromExpr.Paren(PromExpr inside) ? unwrapped(inside) : expression;
    }

    private Plan overTime(String name, PromExpr.Call call, PromExpr range, Steps steps) {
        if (range instanceof PromExpr.Range counted) {
            switch (name) {
                case "rate", "increase" -> {
                    return increase(counted, name.equals("rate"), steps);
                }
                case "irate", "idelta" -> {
                    return lastIncrease(counted, name.equals("irate"), steps);
                }
                default -> {}
            }
        }
        RangePlan points = points(range, steps);
        if (name.equals("absent_over_time")) {
            return step -> InstantFunctions.absent(range, points.at(step).isEmpty());
        }
        if (name.equals("quantile_over_time")) {
            Plan fraction = plan(call.argument(0), steps);
            return step -> RangeFunctions.quantile(fraction.at(step).getFirst().value(), points.at(step));
        }
        return step -> RangeFunctions.of(name, points.at(step));
    }

    private Plan increase(PromExpr.Range range, boolean perSecond, Steps steps) {
        PromExpr.Selector selector = range.selector();
        SeriesSource.Counts counts =
                source.counts(selector.matchers(), range.rangeNanos(), steps.shifted(selector.shift()));
        double divisor = perSecond ? range.rangeNanos() / 1e9 : 1;
        return step -> InstantFunctions.distinct(counts.at(step).stream()
                .map(sample -> sample.histogram() == null
                        ? new Sample(sample.unnamed(), sample.value() / divisor)
                        : Sample.of(sample.unnamed(), sample.histogram().times(1 / divisor)))
                .toList());
    }

    /// What series of the range grew by between the last two scrapes.
    private Plan lastIncrease(PromExpr.Range range, boolean perSecond, Steps steps) {
        PromExpr.Selector selector = range.selector();
        Steps scrapes = steps.shifted(selector.shift()).floored(SCRAPE_NANOS);
        SeriesSource.Counts last = source.counts(selector.matchers(), SCRAPE_NANOS, scrapes);
        SeriesSource.Counts known = source.counts(selector.matchers(), range.rangeNanos(), scrapes);
        double divisor = perSecond ? SCRAPE_NANOS / 1e9 : 1;
        return step -> InstantFunctions.distinct(RangeFunctions.grown(last.at(step), known.at(step), divisor));
    }

    private RangePlan points(PromExpr range, Steps steps) {
        return switch (range) {
            case PromExpr.Range(PromExpr.Selector selector, long nanos) ->
                new Subqueries(
                        inner -> plan(
                                new PromExpr.Selector(selector.name(), selector.matchers(), PromExpr.Shift.NONE),
                                inner),
                        steps.shifted(selector.shift()),
                        nanos,
                        SCRAPE_NANOS);
            case PromExpr.Subquery subquery ->
                new Subqueries(
                        inner -> plan(subquery.operand(), inner),
                        steps.shifted(subquery.shift()),
                        subquery.rangeNanos(),
                        subquery.stepNanos() == 0 ? DEFAULT_STEP_NANOS : subquery.stepNanos());
            default -> throw new IllegalArgumentException(range + " (expected: a range)");
        };
    }
}
