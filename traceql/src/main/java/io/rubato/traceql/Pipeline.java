package io.rubato.traceql;

import java.util.List;
import java.util.stream.Collectors;

/// Stages joined by `|`.
///
/// A pipeline that does not begin with a [SpansetExpression] takes every span (`{ }`), except that a [ScalarFilter]
/// over [ScalarPipeline]s stands alone and brings its own spans. As an operand of a [SpansetOperation] a pipeline has
/// more than one stage, or one that is not a spanset expression.
///
/// @param stages at least one; the first is not [Coalesce]
public record Pipeline(List<Stage> stages) implements SpansetExpression, QueryBody {

    /// Copies the list.
    public Pipeline {
        stages = List.copyOf(stages);
    }

    @Override
    public String toString() {
        return stages.stream().map(Stage::toString).collect(Collectors.joining(" | "));
    }
}
