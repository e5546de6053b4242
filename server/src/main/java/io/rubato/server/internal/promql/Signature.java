package io.rubato.server.internal.promql;

import static io.rubato.server.internal.promql.PromExpr.ResultType.MATRIX;
import static io.rubato.server.internal.promql.PromExpr.ResultType.SCALAR;
import static io.rubato.server.internal.promql.PromExpr.ResultType.STRING;
import static io.rubato.server.internal.promql.PromExpr.ResultType.VECTOR;

import io.rubato.server.internal.promql.PromExpr.ResultType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A function and what it takes.
///
/// @param optional how many of the last arguments may be missing
/// @param repeated whether the last argument may come several times
record Signature(String name, ResultType result, List<ResultType> arguments, int optional, boolean repeated) {
    private static final Map<String, Signature> ALL = all();

    private static Map<String, Signature> all() {
        Map<String, Signature> all = new TreeMap<>();
        for (String name : List.of(
                "abs",
                "ceil",
                "exp",
                "floor",
                "ln",
                "log10",
                "log2",
                "sgn",
                "sort",
                "sort_desc",
                "sqrt",
                "timestamp",
                "absent",
                "histogram_count",
                "histogram_sum")) {
            put(all, name, VECTOR, 0, VECTOR);
        }
        for (String name : List.of(
                "rate",
                "increase",
                "irate",
                "delta",
                "idelta",
                "changes",
                "resets",
                "absent_over_time",
                "avg_over_time",
                "count_over_time",
                "last_over_time",
                "max_over_time",
                "min_over_time",
                "present_over_time",
                "stddev_over_time",
                "stdvar_over_time",
                "sum_over_time")) {
            put(all, name, VECTOR, 0, MATRIX);
        }
        put(all, "quantile_over_time", VECTOR, 0, SCALAR, MATRIX);
        put(all, "clamp", VECTOR, 0, VECTOR, SCALAR, SCALAR);
        put(all, "clamp_max", VECTOR, 0, VECTOR, SCALAR);
        put(all, "clamp_min", VECTOR, 0, VECTOR, SCALAR);
        put(all, "round", VECTOR, 1, VECTOR, SCALAR);
        put(all, "histogram_quantile", VECTOR, 0, SCALAR, VECTOR);
        put(all, "histogram_fraction", VECTOR, 0, SCALAR, SCALAR, VECTOR);
        put(all, "label_replace", VECTOR, 0, VECTOR, STRING, STRING, STRING, STRING);
        all.put("label_join", new Signature("label_join", VECTOR, List.of(VECTOR, STRING, STRING, STRING), 1, true));
        put(all, "scalar", SCALAR, 0, VECTOR);
        put(all, "vector", VECTOR, 0, SCALAR);
        put(all, "time", SCALAR, 0);
        put(all, "pi", SCALAR, 0);
        return all;
    }

    private static void put(
            Map<String, Signature> all, String name, ResultType result, int optional, ResultType... arguments) {
        all.put(name, new Signature(name, result, Arrays.asList(arguments), optional, false));
    }

    static Optional<Signature> of(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    static String names() {
        return String.join(", ", ALL.keySet());
    }
}
