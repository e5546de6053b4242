package io.rubato.traceql;

/// A literal value of the language. `toString()` is the literal as a query would write it.
///
/// Thread-safe: every variant is immutable.
public sealed interface Static {

    /// The type of the value, as the type checker sees it.
    ValueType type();

    /// A whole number; `minInt` and `maxInt` are the ends of the range.
    record Int(long value) implements Static {
        @Override
        public ValueType type() {
            return ValueType.INT;
        }

        @Override
        public String toString() {
            return Printer.integer(value);
        }
    }

    /// A floating-point number.
    @SuppressWarnings("AvoidCommonTypeNames") // the language calls it so
    record Float(double value) implements Static {
        @Override
        public ValueType type() {
            return ValueType.FLOAT;
        }

        @Override
        public String toString() {
            return Printer.floating(value);
        }
    }

    /// A length of time.
    ///
    /// @param nanos nanoseconds, negative for a negated literal
    record Duration(long nanos) implements Static {
        @Override
        public ValueType type() {
            return ValueType.DURATION;
        }

        @Override
        public String toString() {
            return Printer.duration(nanos);
        }
    }

    /// A string, unescaped.
    record Str(String value) implements Static {
        @Override
        public ValueType type() {
            return ValueType.STRING;
        }

        @Override
        public String toString() {
            return Printer.string(value);
        }
    }

    /// `true` or `false`.
    record Bool(boolean value) implements Static {
        @Override
        public ValueType type() {
            return ValueType.BOOLEAN;
        }

        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    /// `nil`: the absence of a value.
    record Nil() implements Static {
        @Override
        public ValueType type() {
            return ValueType.NIL;
        }

        @Override
        public String toString() {
            return "nil";
        }
    }

    /// A span status.
    record Status(SpanStatus value) implements Static {
        @Override
        public ValueType type() {
            return ValueType.STATUS;
        }

        @Override
        public String toString() {
            return value.toString();
        }
    }

    /// A span kind.
    record Kind(SpanKind value) implements Static {
        @Override
        public ValueType type() {
            return ValueType.KIND;
        }

        @Override
        public String toString() {
            return value.toString();
        }
    }
}
