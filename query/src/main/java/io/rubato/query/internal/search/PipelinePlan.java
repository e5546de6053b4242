package io.rubato.query.internal.search;

import io.rubato.query.QueryException;
import io.rubato.traceql.Aggregate;
import io.rubato.traceql.Coalesce;
import io.rubato.traceql.Expression;
import io.rubato.traceql.GroupBy;
import io.rubato.traceql.MetricsExpression;
import io.rubato.traceql.MetricsMath;
import io.rubato.traceql.MetricsPipeline;
import io.rubato.traceql.MetricsScalar;
import io.rubato.traceql.Pipeline;
import io.rubato.traceql.Query;
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
import java.util.ArrayList;
import java.util.List;

/// What a search executes of a query, and what it shows.
///
/// @param pipeline of a metrics query the part in front of the metrics
/// @param fields what the answer shows of each span, in the order the query first names them
public record PipelinePlan(Pipeline pipeline, List<FieldUse> fields) {
    public static PipelinePlan of(Query query) {
        Pipeline pipeline = switch (query.body()) {
            case Pipeline body -> body;
            case MetricsPipeline metrics -> metrics.source();
            case MetricsMath metrics -> sources(metrics);
        };
        List<FieldUse> fields = new ArrayList<>();
        collect(pipeline, fields);
        return new PipelinePlan(pipeline, fields);
    }

    /// The spans that any operand measures.
    private static Pipeline sources(MetricsMath metrics) {
        List<SpansetExpression> sources = new ArrayList<>();
        collectSources(metrics, sources);
        return sources.stream()
                .reduce((left, right) -> new SpansetOperation(SpansetOperator.UNION, left, right))
                .map(all -> all instanceof Pipeline only ? only : new Pipeline(List.of(all)))
                .orElseThrow(() -> new QueryException("a query without spans: " + metrics));
    }

    private static void collectSources(MetricsExpression metrics, List<SpansetExpression> sources) {
        switch (metrics) {
            case MetricsScalar _ -> {}
            case MetricsPipeline pipeline -> sources.add(pipeline.source());
            case MetricsMath math -> {
                collectSources(math.left(), sources);
                collectSources(math.right(), sources);
            }
        }
    }

    private static void collect(Pipeline pipeline, List<FieldUse> fields) {
        for (Stage stage : pipeline.stages()) {
            switch (stage) {
                case SpansetExpression spans -> collect(spans, fields);
                case Select select -> select.fields().forEach(field -> FieldUse.collect(field, fields));
                case ScalarFilter(var _, ScalarExpression left, ScalarExpression right) -> {
                    collect(left, fields);
                    collect(right, fields);
                }
                case GroupBy(Expression expression) -> FieldUse.collect(expression, fields);
                case Coalesce _ -> {}
            }
        }
    }

    private static void collect(SpansetExpression spans, List<FieldUse> fields) {
        switch (spans) {
            case SpansetFilter(Expression expression) -> FieldUse.collect(expression, fields);
            case SpansetOperation(var _, SpansetExpression left, SpansetExpression right) -> {
                collect(left, fields);
                collect(right, fields);
            }
            case Pipeline nested -> collect(nested, fields);
        }
    }

    private static void collect(ScalarExpression scalar, List<FieldUse> fields) {
        switch (scalar) {
            case ScalarLiteral _ -> {}
            case Aggregate aggregate -> {
                if (aggregate.expression() != null) {
                    FieldUse.collect(aggregate.expression(), fields);
                }
            }
            case ScalarOperation(var _, ScalarExpression left, ScalarExpression right) -> {
                collect(left, fields);
                collect(right, fields);
            }
            case ScalarPipeline(Pipeline source, Aggregate aggregate) -> {
                collect(source, fields);
                collect(aggregate, fields);
            }
        }
    }
}
