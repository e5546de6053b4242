package io.rubato.query.internal.eval;

import io.rubato.query.internal.value.Value;

/// Takes the numbers of rows.
public interface Numbers {
    void whole(int row, long number);

    void nanos(int row, long nanos);

    void real(int row, double number);

    /// Takes a value if it is a single number.
    default void value(int row, Value value) {
        switch (value) {
            case Value.Int(long number) -> whole(row, number);
            case Value.Span(long nanos) -> nanos(row, nanos);
            case Value.Real(double number) -> real(row, number);
            case Value.Nil _ -> {}
            case Value.Text _ -> {}
            case Value.Bool _ -> {}
            case Value.Status _ -> {}
            case Value.Kind _ -> {}
            case Value.Id _ -> {}
            case Value.Many _ -> {}
            case Value.Opaque _ -> {}
        }
    }
}
