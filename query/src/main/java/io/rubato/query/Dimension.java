package io.rubato.query;

import io.rubato.traceql.AttributeRef;
import io.rubato.traceql.Field;
import io.rubato.traceql.Intrinsic;
import io.rubato.traceql.IntrinsicRef;
import io.rubato.traceql.Scope;
import java.util.List;

/// What counts are told apart by beyond what they always are: the text of the first of some fields that a span has.
/// Numbers and truth values are their text; arrays, maps and bytes are as if they were not there.
public record Dimension(List<Field> fields) {
    /// The status message.
    public static final Dimension STATUS_MESSAGE = new Dimension(List.of(new IntrinsicRef(Intrinsic.STATUS_MESSAGE)));

    /// An attribute of the resource, else of the span.
    public static Dimension attribute(String key) {
        return new Dimension(List.of(new AttributeRef(Scope.RESOURCE, key), new AttributeRef(Scope.SPAN, key)));
    }
}
