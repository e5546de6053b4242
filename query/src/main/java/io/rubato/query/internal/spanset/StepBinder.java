package io.rubato.query.internal.spanset;

import io.rubato.query.internal.eval.Binder;
import io.rubato.query.internal.value.Value;
import io.rubato.storage.scan.Bits;
import io.rubato.traceql.Aggregate;
import io.rubato.traceql.Binary;
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
import io.rubato.traceql.Stage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns the stages of a pipeline into steps over one source. Filters that follow one another become one.
final class StepBinder {
    private final Binder binder;
    private final Bits everywhere;

    StepBinder(Binder binder) {
        this.binder = binder;
        this.everywhere = Bits.all(binder.source().batches());
    }

    List<Step> steps(Pipeline pipeline) {
        List<Step> steps = new ArrayList<>();
        Expression filter = null;
        for (Stage stage : pipeline.stages()) {
            if (stage instanceof SpansetFilter(Expression expression)) {
                filter = filter == null ? expression : new Binary(BinaryOperator.AND, filter, expression);
            } else {
                flush(filter, steps);
                filter = null;
                add(stage, steps);
            }
        }
        flush(filter, steps);
        return steps;
    }

    private void flush(@Nullable Expression filter, List<Step> steps) {
        if (filter != null) {
            steps.add(new FilterStep(binder.condition(filter)));
        }
    }

    private void add(Stage stage, List<Step> steps) {
        switch (stage) {
            case SpansetFilter(Expression expression) -> flush(expression, steps);
            case SpansetOperation operation -> steps.add(operation(operation));
            case Pipeline nested -> steps.addAll(steps(nested));
            case ScalarFilter filter -> steps.add(scalarFilter(filter));
            case GroupBy groupBy ->
                steps.add(new GroupStep(groupBy.toString(), binder.values(groupBy.expression()), everywhere));
            case Coalesce _ -> steps.add(new CoalesceStep(everywhere));
            case Select _ -> {}
        }
    }

    private OperationStep operation(SpansetOperation operation) {
        return OperationStep.of(operation.operator(), operand(operation.left()), operand(operation.right()));
    }

    private SpansetPlan operand(SpansetExpression operand) {
        List<Step> steps = switch (operand) {
            case SpansetFilter filter -> steps(new Pipeline(List.of(filter)));
            case SpansetOperation operation -> List.of(operation(operation));
            case Pipeline pipeline -> steps(pipeline);
        };
        return new SpansetPlan(steps, everywhere.size());
    }

    private ScalarStep scalarFilter(ScalarFilter filter) {
        Bits reached = new Bits(everywhere.size());
        Scalar left = scalar(filter.left(), reached);
        Scalar right = scalar(filter.right(), reached);
        boolean piped = isPiped(filter.left()) || isPiped(filter.right());
        return new ScalarStep(filter.operator(), left, right, piped, piped ? reached : everywhere);
    }

    private static boolean isPiped(ScalarExpression scalar) {
        return switch (scalar) {
            case ScalarLiteral _ -> false;
            case Aggregate _ -> false;
            case ScalarOperation operation -> isPiped(operation.left()) || isPiped(operation.right());
            case ScalarPipeline _ -> true;
        };
    }

    /// @param reached takes the batches in which pipelines may leave spans
    private Scalar scalar(ScalarExpression scalar, Bits reached) {
        return switch (scalar) {
            case ScalarLiteral(var constant) -> new Scalar.Constant(Value.of(constant));
            case Aggregate aggregate -> aggregated(aggregate);
            case ScalarOperation(var operator, ScalarExpression left, ScalarExpression right) ->
                new Scalar.Calculation(operator, scalar(left, reached), scalar(right, reached));
            case ScalarPipeline(Pipeline source, Aggregate aggregate) -> {
                SpansetPlan plan = new SpansetPlan(steps(source), everywhere.size());
                reached.or(plan.batches());
                yield new Scalar.Piped(scalar.toString(), plan, aggregated(aggregate));
            }
        };
    }

    private Scalar.Aggregated aggregated(Aggregate aggregate) {
        Expression expression = aggregate.expression();
        return new Scalar.Aggregated(
                aggregate.toString(), aggregate.function(), expression == null ? null : binder.values(expression));
    }
}
