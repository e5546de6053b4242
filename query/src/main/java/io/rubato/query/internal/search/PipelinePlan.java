package io.rubato.query.internal.search;

import io.rubato.query.QueryException;
import io.rubato.query.internal.eval.Binder;
import io.rubato.query.internal.eval.Condition;
import io.rubato.traceql.Binary;
import io.rubato.traceql.BinaryOperator;
import io.rubato.traceql.Coalesce;
import io.rubato.traceql.Expression;
import io.rubato.traceql.GroupBy;
import io.rubato.traceql.MetricsMath;
import io.rubato.traceql.MetricsPipeline;
import io.rubato.traceql.Pipeline;
import io.rubato.traceql.Query;
import io.rubato.traceql.ScalarFilter;
import io.rubato.traceql.Select;
import io.rubato.traceql.SpansetFilter;
import io.rubato.traceql.SpansetOperation;
import io.rubato.traceql.Stage;
import java.util.ArrayList;
import java.util.List;

/// A pipeline, checked for what can be executed.
///
/// @param filter what spans must satisfy
/// @param fields what the answer shows of each span, in the order the query first names them
public record PipelinePlan(Expression filter, List<FieldUse> fields) {
    /// @throws QueryException for what is not supported yet
    public static PipelinePlan of(Query query) {
        Pipeline pipeline = switch (query.body()) {
            case Pipeline body -> body;
            case MetricsPipeline metrics -> throw unsupported("metrics query", metrics);
            case MetricsMath metrics -> throw unsupported("metrics query", metrics);
        };
        Expression filter = null;
        List<FieldUse> fields = new ArrayList<>();
        for (Stage stage : pipeline.stages()) {
            switch (stage) {
                case SpansetFilter(Expression expression) -> {
                    filter = filter == null ? expression : new Binary(BinaryOperator.AND, filter, expression);
                    FieldUse.collect(expression, fields);
                }
                case Select select -> select.fields().forEach(field -> FieldUse.collect(field, fields));
                case SpansetOperation operation -> throw unsupported("operator " + operation.operator(), operation);
                case Pipeline nested -> throw unsupported("nested pipeline", nested);
                case ScalarFilter scalar -> throw unsupported("aggregate", scalar);
                case GroupBy groupBy -> throw unsupported("grouping", groupBy);
                case Coalesce coalesce -> throw unsupported("grouping", coalesce);
            }
        }
        return new PipelinePlan(filter == null ? SpansetFilter.ALL.expression() : filter, fields);
    }

    Condition bind(Binder binder) {
        return binder.condition(filter);
    }

    private static QueryException unsupported(String what, Object node) {
        return new QueryException(what + " is not supported yet: " + node);
    }
}
