package io.rubato.server.internal.api;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Durations as Go writes them: `1h30m`, `1.5s`, `100ms`.
/// Source: <https://pkg.go.dev/time#ParseDuration>
public final class GoDuration {
    private static final Pattern PART = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
    private static final Pattern WHOLE = Pattern.compile("(?:" + PART.pattern() + ")+");
    private static final Pattern DAYS =
            Pattern.compile("(?:(\\d{1,3})y)?(?:(\\d{1,4})w)?(?:(\\d{1,5})d)?(.*)", Pattern.DOTALL);
    private static final Map<String, BigDecimal> NANOS = Map.of(
            "ns", BigDecimal.ONE,
            "us", BigDecimal.valueOf(1_000),
            "µs", BigDecimal.valueOf(1_000),
            "μs", BigDecimal.valueOf(1_000),
            "ms", BigDecimal.valueOf(1_000_000),
            "s", BigDecimal.valueOf(1_000_000_000),
            "m", BigDecimal.valueOf(60_000_000_000L),
            "h", BigDecimal.valueOf(3_600_000_000_000L));

    private GoDuration() {}

    /// @throws BadRequest naming the parameter, for anything that is not a duration from zero up
    public static Duration parse(String parameter, String text) {
        if (text.length() > 64 || !WHOLE.matcher(text).matches()) {
            throw new BadRequest(
                    "invalid " + parameter + ": '" + text + "' is not a duration such as 100ms, 1.5s or 1h30m");
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher parts = PART.matcher(text);
        while (parts.find()) {
            BigDecimal unit = NANOS.getOrDefault(parts.group(2), BigDecimal.ZERO);
            nanos = nanos.add(new BigDecimal(parts.group(1)).multiply(unit));
        }
        if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new BadRequest("invalid " + parameter + ": '" + text + "' is longer than 292 years");
        }
        return Duration.ofNanos(nanos.longValue());
    }

    /// As Prometheus writes them, which also has days, weeks and years of 365 days and no fractions: `1d12h`; or as Go.
    ///
    /// @throws BadRequest naming the parameter, for anything else
    static Duration prometheus(String parameter, String text) {
        Matcher days = DAYS.matcher(text);
        if (text.length() > 64 || !days.matches()) {
            return parse(parameter, text);
        }
        long whole = 365 * count(days.group(1)) + 7 * count(days.group(2)) + count(days.group(3));
        String rest = days.group(4);
        Duration most = Duration.ofDays(whole);
        return rest.isEmpty() && whole > 0 ? most : most.plus(parse(parameter, rest));
    }

    private static long count(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /// Hours, minutes and seconds, from the first that is not zero: `168h0m0s`.
    static String format(Duration duration) {
        String seconds = duration.toSecondsPart() + "s";
        if (duration.toMinutes() == 0) {
            return seconds;
        }
        String minutes = duration.toMinutesPart() + "m" + seconds;
        return duration.toHours() == 0 ? minutes : duration.toHours() + "h" + minutes;
    }
}
