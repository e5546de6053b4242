package io.rubato.server.internal.promql;

import java.math.BigDecimal;

/// Numbers as Prometheus writes them.
public final class PromNumbers {
    private PromNumbers() {}

    /// A number without an exponent.
    public static String text(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return value == 0
                ? "0"
                : new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
}
