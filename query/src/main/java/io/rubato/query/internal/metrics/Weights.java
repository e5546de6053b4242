package io.rubato.query.internal.metrics;

import io.rubato.storage.scan.Batch;
import io.rubato.storage.scan.CodedField;
import io.rubato.storage.scan.Dictionary;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// How many spans a sampled one stands for, by the threshold `th` of OpenTelemetry's entry in its W3C trace state.
/// Source: <https://opentelemetry.io/docs/specs/otel/trace/tracestate-handling/>
final class Weights {
    private static final int DIGITS = 14;

    private Weights() {}

    /// The observations with their weights, times numbers if there are any.
    static Observations times(Observations observations, Dictionary states, double @Nullable [] numbers) {
        Batch batch = observations.batch().batch();
        int[] codes = batch.codes(CodedField.TRACE_STATE);
        double[] known = new double[states.size()];
        Arrays.fill(known, Double.NaN);
        double[] products = new double[batch.rows()];
        for (int i = 0; i < observations.count(); i++) {
            int row = observations.rows()[i];
            int code = codes[row];
            if (Double.isNaN(known[code])) {
                known[code] = of(states.text(code));
            }
            products[row] = numbers == null ? known[code] : known[code] * numbers[row];
        }
        return observations.measured(products, false);
    }

    /// 1 for a state that says nothing of sampling.
    static double of(String traceState) {
        for (String member : traceState.split(",", -1)) {
            String entry = member.strip();
            if (entry.startsWith("ot=")) {
                for (String part : entry.substring(3).split(";", -1)) {
                    if (part.startsWith("th:")) {
                        return ofThreshold(part.substring(3));
                    }
                }
            }
        }
        return 1;
    }

    /// The threshold is a fraction of 2^56 in hexadecimal digits, of which zeros at the end are left out; as large a
    /// part
    /// of all traces was dropped.
    private static double ofThreshold(String digits) {
        if (digits.isEmpty() || digits.length() > DIGITS || !digits.chars().allMatch(Weights::isHex)) {
            return 1;
        }
        long threshold = Long.parseLong(digits, 16) << 4 * (DIGITS - digits.length());
        return 0x1p56 / (0x1p56 - threshold);
    }

    private static boolean isHex(int c) {
        return c < 128 && Character.digit(c, 16) >= 0;
    }
}
