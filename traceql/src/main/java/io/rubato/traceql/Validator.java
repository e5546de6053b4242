package io.rubato.traceql;

import java.util.List;

/// Checks a query for what no span could make true: see [ExpressionValidator] for expressions.
final class Validator {
    private static final int MAX_BY = 5;

    private Validator() {}

    static void validate(Query query) {
        switch (query.body()) {
            case Pipeline pipeline -> validate(pipeline);
            case MetricsPipeline pipeline -> validate(pipeline);
            case MetricsMath math -> validate(math);
        }
    }

    private static void validate(Pipeline pipeline) {
        for (Stage stage : pipeline.stages()) {
            switch (stage) {
                case SpansetExpression expression -> validate(expression);
                case ScalarFilter filter -> {
                    validate(filter.left());
                    validate(filter.right());
                }
                case GroupBy(Expression expression) -> validateGroup(expression);
                case Select(List<Field> fields) -> fields.forEach(ExpressionValidator::validate);
                case Coalesce _ -> {}
            }
        }
    }

    private static void validate(SpansetExpression expression) {
        switch (expression) {
            case SpansetFilter filter -> validate(filter);
            case SpansetOperation operation -> {
                validate(operation.left());
                validate(operation.right());
            }
            case Pipeline pipeline -> validate(pipeline);
        }
    }

    private static void validate(SpansetFilter filter) {
        ExpressionValidator.validate(filter.expression());
        ValueType type = ExpressionValidator.implied(filter.expression());
        if (type != ValueType.BOOLEAN && type != ValueType.UNKNOWN) {
            throw invalid("span filter field expressions must resolve to a boolean: " + filter);
        }
    }

    private static void validateGroup(Expression expression) {
        ExpressionValidator.validate(expression);
        if (!ExpressionValidator.refersToSpan(expression)) {
            throw invalid("grouping field expressions must reference the span: by(" + expression + ')');
        }
    }

    private static void validate(ScalarExpression scalar) {
        switch (scalar) {
            case ScalarLiteral _ -> {}
            case Aggregate aggregate -> validate(aggregate);
            case ScalarOperation operation -> {
                validate(operation.left());
                validate(operation.right());
            }
            case ScalarPipeline(Pipeline source, Aggregate aggregate) -> {
                validate(source);
                validate(aggregate);
            }
        }
    }

    private static void validate(Aggregate aggregate) {
        Expression expression = aggregate.expression();
        if (expression == null) {
            return;
        }
        ExpressionValidator.validate(expression);
        ValueType type = ExpressionValidator.implied(expression);
        if (!type.numeric() && type != ValueType.UNKNOWN) {
            throw invalid("aggregate field expressions must resolve to a number type: " + aggregate);
        }
        if (!ExpressionValidator.refersToSpan(expression)) {
            throw invalid("aggregate field expressions must reference the span: " + aggregate);
        }
    }

    private static void validate(MetricsExpression expression) {
        switch (expression) {
            case MetricsScalar _ -> {}
            case MetricsPipeline pipeline -> validate(pipeline);
            case MetricsMath math -> {
                rejectCompare(math.left());
                rejectCompare(math.right());
                validate(math.left());
                validate(math.right());
            }
        }
    }

    private static void validate(MetricsPipeline pipeline) {
        validate(pipeline.source());
        switch (pipeline.metrics()) {
            case OverTime overTime -> validate(overTime);
            case Compare compare -> {
                validate(compare.selection());
                if (!pipeline.second().isEmpty()) {
                    throw invalid("nothing may follow compare(): " + pipeline);
                }
            }
        }
    }

    private static void rejectCompare(MetricsExpression operand) {
        if (operand instanceof MetricsPipeline pipeline && pipeline.metrics() instanceof Compare) {
            throw invalid("compare() cannot be used in arithmetic: " + operand);
        }
    }

    private static void validate(OverTime metrics) {
        boolean ownLabel = switch (metrics.function()) {
            case QUANTILE_OVER_TIME, HISTOGRAM_OVER_TIME -> true;
            case RATE, COUNT_OVER_TIME, MIN_OVER_TIME, MAX_OVER_TIME, SUM_OVER_TIME, AVG_OVER_TIME -> false;
        };
        int groups = metrics.by().size();
        if (groups > (ownLabel ? MAX_BY - 1 : MAX_BY)) {
            throw invalid("metrics group by " + groups + " values not yet supported");
        }
        for (double quantile : metrics.quantiles()) {
            if (!(quantile >= 0 && quantile <= 1)) {
                throw invalid("quantile must be between 0 and 1: " + metrics);
            }
        }
        metrics.by().forEach(ExpressionValidator::validate);
        Field measured = metrics.measured();
        if (measured != null) {
            ExpressionValidator.validate(measured);
            if (!measured.type().numeric() && measured.type() != ValueType.UNKNOWN) {
                throw invalid("metrics field must be a number: " + metrics);
            }
        }
    }

    private static TraceQlException invalid(String problem) {
        return new TraceQlException(Cursor.oneLine(problem), 0, 0);
    }
}
