package io.rubato.query.oracle;

import io.rubato.query.memory.PlainSpan;
import io.rubato.query.memory.PlainTrace;
import io.rubato.query.oracle.Oracle.Nanos;
import io.rubato.traceql.Aggregate;
import io.rubato.traceql.AggregateFunction;
import io.rubato.traceql.BinaryOperator;
import io.rubato.traceql.Coalesce;
import io.rubato.traceql.Expression;
import io.rubato.traceql.GroupBy;
import io.rubato.traceql.Pipeline;
import io.rubato.traceql.ScalarExpression;
import io.rubato.traceql.ScalarFilter;
import io.rubato.traceql.ScalarLiteral;
import io.rubato.traceql.ScalarOperation;
import io.rubato.traceql.ScalarPipeline;
import io.rubato.traceql.Select;
import io.rubato.traceql.SpansetExpression;
import io.rubato.traceql.SpansetFilter;
import io.rubato.traceql.SpansetOperation;
import io.rubato.traceql.SpansetOperator;
import io.rubato.traceql.Stage;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Says what a pipeline makes of one trace, pair by pair and span by span. Values are those of [Oracle].
public final class PipelineOracle {
    /// @param spans their places among the trace's spans by start
    public record Set(NavigableSet<Integer> spans, Map<String, @Nullable Object> attributes) {}

    private final Oracle oracle;
    private final PlainTrace trace;
    private final int[] ordered;
    private final int[] parents;

    public PipelineOracle(PlainTrace trace) {
        this.oracle = new Oracle(trace);
        this.trace = trace;
        this.ordered = trace.ordered();
        this.parents = trace.parents();
    }

    public PlainTrace trace() {
        return trace;
    }

    public PlainSpan span(int place) {
        return trace.spans().get(ordered[place]);
    }

    public List<Set> evaluate(Pipeline pipeline) {
        NavigableSet<Integer> all = new TreeSet<>();
        for (int place = 0; place < ordered.length; place++) {
            all.add(place);
        }
        return pipeline(pipeline, List.of(new Set(all, Map.of())));
    }

    private List<Set> pipeline(Pipeline pipeline, List<Set> input) {
        List<Set> sets = input;
        for (Stage stage : pipeline.stages()) {
            sets = stage(stage, sets).stream()
                    .filter(set -> !set.spans.isEmpty())
                    .toList();
        }
        return sets;
    }

    private List<Set> stage(Stage stage, List<Set> input) {
        return switch (stage) {
            case SpansetExpression expression ->
                input.stream()
                        .map(set -> new Set(spans(expression, set), set.attributes))
                        .toList();
            case ScalarFilter filter ->
                input.stream().flatMap(set -> scalar(filter, set)).toList();
            case GroupBy by -> input.stream().flatMap(set -> groups(by, set)).toList();
            case Coalesce coalesce -> List.of(new Set(union(input), Map.of()));
            case Select select -> input;
        };
    }

    private static NavigableSet<Integer> union(List<Set> sets) {
        NavigableSet<Integer> all = new TreeSet<>();
        sets.forEach(set -> all.addAll(set.spans));
        return all;
    }

    private NavigableSet<Integer> spans(SpansetExpression expression, Set set) {
        return switch (expression) {
            case SpansetFilter(Expression condition) -> {
                NavigableSet<Integer> kept = new TreeSet<>(set.spans);
                kept.removeIf(place -> !oracle.holds(condition, ordered[place]));
                yield kept;
            }
            case SpansetOperation(SpansetOperator operator, SpansetExpression a, SpansetExpression b) ->
                combine(operator, spans(a, set), spans(b, set));
            case Pipeline pipeline -> union(pipeline(pipeline, List.of(set)));
        };
    }

    private NavigableSet<Integer> combine(SpansetOperator operator, NavigableSet<Integer> a, NavigableSet<Integer> b) {
        NavigableSet<Integer> both = new TreeSet<>(a);
        both.addAll(b);
        return switch (operator) {
            case UNION -> both;
            case AND -> a.isEmpty() || b.isEmpty() ? new TreeSet<>() : both;
            case CHILD -> right(a, b, this::isParent, true);
            case DESCENDANT -> right(a, b, this::isAncestor, true);
            case PARENT -> right(a, b, (x, y) -> isParent(y, x), true);
            case ANCESTOR -> right(a, b, (x, y) -> isAncestor(y, x), true);
            case SIBLING -> right(a, b, this::areSiblings, true);
            case NOT_CHILD -> right(a, b, this::isParent, false);
            case NOT_DESCENDANT -> right(a, b, this::isAncestor, false);
            case NOT_PARENT -> right(a, b, (x, y) -> isParent(y, x), false);
            case NOT_ANCESTOR -> right(a, b, (x, y) -> isAncestor(y, x), false);
            case NOT_SIBLING -> right(a, b, this::areSiblings, false);
            case UNION_CHILD -> ends(a, b, this::isParent);
            case UNION_DESCENDANT -> ends(a, b, this::isAncestor);
            case UNION_PARENT -> ends(a, b, (x, y) -> isParent(y, x));
            case UNION_ANCESTOR -> ends(a, b, (x, y) -> isAncestor(y, x));
            case UNION_SIBLING -> ends(a, b, this::areSiblings);
        };
    }

    private static NavigableSet<Integer> right(
            NavigableSet<Integer> a, NavigableSet<Integer> b, BiPredicate<Integer, Integer> pair, boolean wanted) {
        NavigableSet<Integer> found = new TreeSet<>();
        for (Integer y : b) {
            if (a.stream().anyMatch(x -> pair.test(x, y)) == wanted) {
                found.add(y);
            }
        }
        return found;
    }

    private static NavigableSet<Integer> ends(
            NavigableSet<Integer> a, NavigableSet<Integer> b, BiPredicate<Integer, Integer> pair) {
        NavigableSet<Integer> found = new TreeSet<>();
        for (Integer x : a) {
            for (Integer y : b) {
                if (pair.test(x, y)) {
                    found.add(x);
                    found.add(y);
                }
            }
        }
        return found;
    }

    private boolean isParent(int x, int y) {
        return parents[ordered[y]] == ordered[x];
    }

    private boolean isAncestor(int x, int y) {
        for (int up = parents[ordered[y]]; up >= 0; up = parents[up]) {
            if (up == ordered[x]) {
                return true;
            }
        }
        return false;
    }

    private boolean areSiblings(int x, int y) {
        int a = parents[ordered[x]];
        int b = parents[ordered[y]];
        long id = span(x).parentId();
        return x != y && a == b && (a >= 0 || (id != 0 && id == span(y).parentId()));
    }

    private Stream<Set> groups(GroupBy by, Set set) {
        Map<Object, Set> groups = new LinkedHashMap<>();
        for (Integer place : set.spans) {
            Object value = oracle.values(by.expression(), ordered[place]).stream()
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
            Set group = groups.computeIfAbsent(
                    Plain.key(value), key -> with(new Set(new TreeSet<>(), set.attributes), by.toString(), value));
            group.spans.add(place);
        }
        return groups.values().stream();
    }

    private static Set with(Set set, String key, @Nullable Object value) {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>(set.attributes);
        attributes.put(key, value);
        return new Set(set.spans, attributes);
    }

    private Stream<Set> scalar(ScalarFilter filter, Set set) {
        List<NavigableSet<Integer>> own = new ArrayList<>();
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>(set.attributes);
        Object left = number(filter.left(), set, own, attributes);
        Object right = number(filter.right(), set, own, attributes);
        if (!Boolean.TRUE.equals(Oracle.compare(filter.operator(), left, right))) {
            return Stream.of();
        }
        NavigableSet<Integer> spans = own.isEmpty() ? set.spans : new TreeSet<>();
        own.forEach(spans::addAll);
        return Stream.of(new Set(spans, attributes));
    }

    private @Nullable Object number(
            ScalarExpression scalar,
            Set set,
            List<NavigableSet<Integer>> own,
            Map<String, @Nullable Object> attributes) {
        return switch (scalar) {
            case ScalarLiteral(var literal) -> Oracle.constant(literal);
            case ScalarOperation(BinaryOperator operator, ScalarExpression a, ScalarExpression b) ->
                Oracle.arithmetic(operator, number(a, set, own, attributes), number(b, set, own, attributes));
            case Aggregate aggregate -> {
                Object value = aggregate(aggregate, set.spans);
                attributes.put(aggregate.toString(), value);
                yield value;
            }
            case ScalarPipeline(Pipeline source, Aggregate aggregate) -> {
                NavigableSet<Integer> spans = union(pipeline(source, List.of(set)));
                own.add(spans);
                Object value = aggregate(aggregate, spans);
                attributes.put(scalar.toString(), value);
                yield value;
            }
        };
    }

    private @Nullable Object aggregate(Aggregate aggregate, NavigableSet<Integer> spans) {
        Expression expression = aggregate.expression();
        if (expression == null) {
            return (long) spans.size();
        }
        List<Object> numbers = new ArrayList<>();
        for (Integer place : spans) {
            for (Object value : oracle.values(expression, ordered[place])) {
                if (value instanceof Long || value instanceof Double || value instanceof Nanos) {
                    numbers.add(value);
                }
            }
        }
        AggregateFunction function = aggregate.function();
        return function == AggregateFunction.MIN || function == AggregateFunction.MAX
                ? extreme(numbers, function == AggregateFunction.MAX)
                : sum(numbers, function == AggregateFunction.AVG);
    }

    private static @Nullable Object extreme(List<Object> numbers, boolean largest) {
        Comparator<Object> order = (x, y) -> Boolean.TRUE.equals(Oracle.compare(BinaryOperator.LESS, x, y))
                ? -1
                : Boolean.TRUE.equals(Oracle.compare(BinaryOperator.GREATER, x, y)) ? 1 : 0;
        Comparator<Object> total = order.thenComparingInt(x -> x instanceof Long ? 0 : x instanceof Double ? 1 : 2)
                .thenComparingDouble(x -> x instanceof Double number ? number : 0.0);
        Stream<Object> real = numbers.stream().filter(x -> !(x instanceof Double number && number.isNaN()));
        return (largest ? real.max(total) : real.min(total)).orElse(null);
    }

    private static @Nullable Object sum(List<Object> numbers, boolean mean) {
        if (numbers.isEmpty()) {
            return null;
        }
        boolean nanos = numbers.stream().anyMatch(Nanos.class::isInstance);
        double[] reals = numbers.stream()
                .filter(Double.class::isInstance)
                .mapToDouble(x -> (Double) x)
                .sorted()
                .toArray();
        BigInteger whole = numbers.stream()
                .filter(x -> !(x instanceof Double))
                .map(x -> BigInteger.valueOf(x instanceof Nanos(long n) ? n : (Long) x))
                .reduce(BigInteger.ZERO, BigInteger::add);
        if (reals.length > 0) {
            double sum = 0;
            for (double real : reals) {
                sum += real;
            }
            sum += reals.length < numbers.size() ? whole.doubleValue() : 0;
            double result = mean ? sum / numbers.size() : sum;
            return nanos ? new Nanos((long) result) : (Object) result;
        }
        if (nanos) {
            return new Nanos((mean ? whole.divide(BigInteger.valueOf(numbers.size())) : whole).longValue());
        }
        return mean ? whole.doubleValue() / numbers.size() : (Object) whole.longValue();
    }
}
