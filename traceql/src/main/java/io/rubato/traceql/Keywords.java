package io.rubato.traceql;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Words with a meaning.
final class Keywords {
    static final String BY = "by";
    static final String COALESCE = "coalesce";
    static final String SELECT = "select";
    static final String COMPARE = "compare";
    static final String TOPK = "topk";
    static final String BOTTOMK = "bottomk";
    static final String WITH = "with";

    /// Words that are literals.
    static final Map<String, Static> CONSTANTS = constants();

    /// `count`, `max` and so on.
    static final Map<String, AggregateFunction> AGGREGATES = byText(AggregateFunction.values());

    /// `rate` and so on.
    static final Map<String, MetricsFunction> METRICS = byText(MetricsFunction.values());

    /// Everything that is called with parentheses.
    static final List<String> FUNCTIONS = Stream.of(
                    AGGREGATES.keySet().stream(),
                    METRICS.keySet().stream(),
                    Stream.of(BY, COALESCE, SELECT, COMPARE, TOPK, BOTTOMK))
            .flatMap(Function.identity())
            .toList();

    private Keywords() {}

    private static <E> Map<String, E> byText(E[] values) {
        return Arrays.stream(values).collect(Collectors.toUnmodifiableMap(Object::toString, Function.identity()));
    }

    private static Map<String, Static> constants() {
        Map<String, Static> constants = new LinkedHashMap<>();
        constants.put("nil", new Static.Nil());
        constants.put("true", new Static.Bool(true));
        constants.put("false", new Static.Bool(false));
        constants.put("minInt", new Static.Int(Long.MIN_VALUE));
        constants.put("maxInt", new Static.Int(Long.MAX_VALUE));
        for (SpanStatus status : SpanStatus.values()) {
            constants.put(status.toString(), new Static.Status(status));
        }
        for (SpanKind kind : SpanKind.values()) {
            constants.put(kind.toString(), new Static.Kind(kind));
        }
        return Map.copyOf(constants);
    }
}
