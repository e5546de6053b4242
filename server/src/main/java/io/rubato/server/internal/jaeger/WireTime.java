package io.rubato.server.internal.jaeger;

import io.rubato.server.internal.otlp.FieldWriter;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.trace.Fields;
import java.math.BigInteger;

/// A google.protobuf.Timestamp or Duration, which have the same fields.
///
/// @param seconds since 1970, or of the duration
record WireTime(long seconds, long fraction) {
    private static final long SECOND = 1_000_000_000;

    static WireTime of(Fields in) throws MalformedOtlpException {
        long[] parts = {0, 0};
        in.each((number, field) -> {
            if (number == 1 || number == 2) {
                parts[number - 1] = field.number();
            }
        });
        return new WireTime(parts[0], parts[1]);
    }

    /// In nanoseconds, unsigned.
    long nanos() {
        return seconds * SECOND + fraction;
    }

    /// In nanoseconds from 0 to [Long#MAX_VALUE]: the nearest of these.
    long bounded() {
        return BigInteger.valueOf(seconds)
                .multiply(BigInteger.valueOf(SECOND))
                .add(BigInteger.valueOf(fraction))
                .max(BigInteger.ZERO)
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValue();
    }

    /// Writes a field.
    ///
    /// @param nanos unsigned
    static void write(FieldWriter out, int number, long nanos) {
        out.message(number, () -> {
            out.number(1, Long.divideUnsigned(nanos, SECOND));
            out.number(2, Long.remainderUnsigned(nanos, SECOND));
        });
    }
}
