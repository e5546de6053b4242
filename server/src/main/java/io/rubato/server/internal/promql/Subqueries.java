package io.rubato.server.internal.promql;

import io.rubato.server.internal.promql.Evaluation.Plan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.LongStream;

/// Evaluates an expression at the whole multiples of a resolution in a range before each step, each of them once.
final class Subqueries implements Evaluation.RangePlan {
    private static final int MOST = 100_000;

    private final Steps outer;
    private final long rangeNanos;
    private final Steps inner;
    private final Plan plan;
    private final Deque<Moment> moments = new ArrayDeque<>();
    private int next;

    private record Moment(long time, List<Sample> samples) {}

    Subqueries(Function<Steps, Plan> operand, Steps outer, long rangeNanos, long resolutionNanos) {
        this.outer = outer;
        this.rangeNanos = rangeNanos;
        this.inner = new Steps(times(outer, rangeNanos, resolutionNanos));
        this.plan = operand.apply(inner);
    }

    private static long[] times(Steps outer, long rangeNanos, long resolutionNanos) {
        LongStream.Builder times = LongStream.builder();
        long after = Long.MIN_VALUE;
        long count = 0;
        for (long end : outer.times()) {
            long first = Math.ceilDiv(end - rangeNanos, resolutionNanos) * resolutionNanos;
            for (long time = Math.max(first, after); time <= end; time += resolutionNanos) {
                if (++count > MOST) {
                    throw new PromException("a range of more than " + MOST + " points (expected: a shorter range or a"
                            + " longer step)");
                }
                times.add(time);
                after = time + resolutionNanos;
            }
        }
        return times.build().toArray();
    }

    @Override
    public List<Points> at(int step) {
        long end = outer.at(step);
        long start = end - rangeNanos;
        while (!moments.isEmpty() && moments.getFirst().time < start) {
            moments.removeFirst();
        }
        for (; next < inner.count() && inner.at(next) <= end; next++) {
            List<Sample> samples = plan.at(next);
            if (inner.at(next) >= start) {
                moments.addLast(new Moment(inner.at(next), samples));
            }
        }
        Map<SortedMap<String, String>, Series> series = new LinkedHashMap<>();
        for (Moment moment : moments) {
            for (Sample sample : moment.samples) {
                series.computeIfAbsent(sample.labels(), labels -> new Series()).add(moment.time, sample.value());
            }
        }
        List<Points> points = new ArrayList<>();
        series.forEach((labels, one) -> points.add(one.points(labels, start, end)));
        return points;
    }

    private static final class Series {
        private final LongStream.Builder times = LongStream.builder();
        private final List<Double> values = new ArrayList<>();

        void add(long time, double value) {
            times.add(time);
            values.add(value);
        }

        Points points(SortedMap<String, String> labels, long start, long end) {
            double[] array = values.stream().mapToDouble(Double::doubleValue).toArray();
            return new Points(labels, times.build().toArray(), array, start, end);
        }
    }
}
