package io.rubato.server.internal.promql;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/// Times and durations as Prometheus' API takes them.
public final class PromTime {
    private static final long SECOND = 1_000_000_000;
    private static final Pattern PART = Pattern.compile("([0-9]+)(ms|[smhdwy])");
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE / 4);

    private PromTime() {}

    /// A duration such as `1h30m`, nanoseconds, above zero.
    ///
    /// @throws PromException for anything else
    public static long durationNanos(String text) {
        Matcher part = PART.matcher(text);
        BigDecimal nanos = BigDecimal.ZERO;
        int at = 0;
        while (part.find(at) && part.start() == at) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit(part.group(2)))));
            at = part.end();
            if (at == text.length()) {
                break;
            }
        }
        if (at != text.length() || nanos.signum() <= 0 || nanos.compareTo(MOST) > 0) {
            throw new PromException("not a valid duration string: '" + text + "' (expected: such as 5m or 1h30m)");
        }
        return nanos.longValue();
    }

    private static long unit(String unit) {
        return switch (unit) {
            case "ms" -> SECOND / 1_000;
            case "s" -> SECOND;
            case "m" -> 60 * SECOND;
            case "h" -> 3_600 * SECOND;
            case "d" -> 86_400 * SECOND;
            case "w" -> 7 * 86_400 * SECOND;
            default -> 365 * 86_400 * SECOND;
        };
    }

    /// Unix seconds, whole or not, or a time of RFC 3339, as Unix nanoseconds.
    ///
    /// @throws PromException for anything else
    public static long timeNanos(String name, String text) {
        try {
            if (text.matches("-?[0-9]{1,11}(\\.[0-9]{1,18})?")) {
                return new BigDecimal(text).multiply(BigDecimal.valueOf(SECOND)).longValue();
            }
            return ChronoUnit.NANOS.between(
                    Instant.EPOCH, OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException | ArithmeticException e) {
            throw new PromException(
                    "invalid parameter \"" + name + "\": cannot parse \"" + text + "\" to a valid timestamp");
        }
    }

    /// Seconds, whole or not, or a duration, as nanoseconds.
    public static long stepNanos(String text) {
        if (text.matches("[0-9]{1,9}(\\.[0-9]{1,18})?")) {
            long nanos =
                    new BigDecimal(text).multiply(BigDecimal.valueOf(SECOND)).longValue();
            if (nanos > 0) {
                return nanos;
            }
            throw new PromException(
                    "zero or negative query resolution step widths are not accepted. Try a positive" + " integer");
        }
        return durationNanos(text);
    }
}
