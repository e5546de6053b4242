package io.rubato.query.internal.value;

import io.rubato.storage.model.AttributeValue;
import io.rubato.traceql.SpanKind;
import io.rubato.traceql.SpanStatus;
import io.rubato.traceql.Static;
import java.util.HexFormat;
import java.util.List;

/// The value of an expression for one span. Immutable.
public sealed interface Value {
    Value NIL = new Nil();

    /// Nothing: a missing attribute, or arithmetic that has no result.
    record Nil() implements Value {}

    record Text(String value) implements Value {}

    record Bool(boolean value) implements Value {}

    record Int(long value) implements Value {}

    record Real(double value) implements Value {}

    /// A length of time in nanoseconds; compares with any number.
    record Span(long nanos) implements Value {}

    record Status(SpanStatus value) implements Value {}

    record Kind(SpanKind value) implements Value {}

    /// A span or trace id; compares with hexadecimal text, with or without leading zeros.
    ///
    /// @param digits 16 (then `high` is 0) or 32
    record Id(long high, long low, int digits) implements Value {
        /// All digits, lower case.
        public String padded() {
            HexFormat hex = HexFormat.of();
            return digits == 16 ? hex.toHexDigits(low) : hex.toHexDigits(high) + hex.toHexDigits(low);
        }
    }

    /// The elements of an array attribute.
    record Many(List<Value> values) implements Value {}

    /// Something there that compares with nothing: bytes and key-value lists.
    record Opaque(AttributeValue value) implements Value {}

    static Value of(boolean value) {
        return new Bool(value);
    }

    static Value of(Truth truth) {
        return truth == Truth.UNKNOWN ? NIL : new Bool(truth == Truth.TRUE);
    }

    static Value of(Static literal) {
        return switch (literal) {
            case Static.Int number -> new Int(number.value());
            case Static.Float number -> new Real(number.value());
            case Static.Duration duration -> new Span(duration.nanos());
            case Static.Str text -> new Text(text.value());
            case Static.Bool bool -> new Bool(bool.value());
            case Static.Nil nil -> NIL;
            case Static.Status status -> new Status(status.value());
            case Static.Kind kind -> new Kind(kind.value());
        };
    }

    /// An attribute in which nothing is set counts as missing.
    static Value of(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Text text -> new Text(text.value());
            case AttributeValue.Bool bool -> new Bool(bool.value());
            case AttributeValue.Int number -> new Int(number.value());
            case AttributeValue.Real number -> new Real(number.value());
            case AttributeValue.Array array ->
                new Many(array.values().stream().map(Value::of).toList());
            case AttributeValue.Bytes bytes -> new Opaque(bytes);
            case AttributeValue.KeyValues list -> new Opaque(list);
            case AttributeValue.Empty empty -> NIL;
        };
    }

    /// OTLP's number of a status; numbers it does not define count as unset.
    static SpanStatus status(int code) {
        return code < 0 || code >= Constants.STATUSES.length ? SpanStatus.UNSET : Constants.STATUSES[code];
    }

    /// OTLP's number of a kind; numbers it does not define count as unspecified.
    static SpanKind kind(int code) {
        return code < 0 || code >= Constants.KINDS.length ? SpanKind.UNSPECIFIED : Constants.KINDS[code];
    }
}
