package io.rubato.traceql;

/// An intrinsic field, for example `duration`.
///
/// @param intrinsic which one
public record IntrinsicRef(Intrinsic intrinsic) implements Field {
    @Override
    public ValueType type() {
        return intrinsic.type();
    }

    @Override
    public String toString() {
        return intrinsic.toString();
    }
}
