package io.rubato.bench;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// How fast trace time passes while it is sent.
///
/// @param factor seconds of trace time in a second; infinite: as fast as answers come
record Pace(double factor) {
    static final Pace COMPRESSED = new Pace(Double.POSITIVE_INFINITY);

    /// How long after the first batch one is sent that arrives `traceNanos` after it.
    long delay(long traceNanos) {
        return (long) (traceNanos / factor);
    }

    boolean isCompressed() {
        return Double.isInfinite(factor);
    }

    /// Reads `real`, `compressed` or a factor.
    static final class Converter implements ITypeConverter<Pace> {
        @Override
        public Pace convert(String text) {
            return switch (text) {
                case "real" -> new Pace(1);
                case "compressed" -> COMPRESSED;
                default -> factor(text);
            };
        }

        private static Pace factor(String text) {
            try {
                double factor = Double.parseDouble(text);
                if (factor > 0 && factor < Double.POSITIVE_INFINITY) {
                    return new Pace(factor);
                }
            } catch (NumberFormatException notANumber) {
                // said below
            }
            throw new TypeConversionException("'" + text + "': expected real, compressed or a factor above 0");
        }
    }
}
