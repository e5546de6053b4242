package io.rubato.server.internal.api;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Go writes them: `1h30m`, `1.5s`, `100ms`.
/// Source: <https://pkg.go.dev/time#ParseDuration>
final class GoDuration {
    private static final Pattern PART = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
    private static final Pattern WHOLE = Pattern.compile("(?:" + PART.pattern() + ")+");
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
    static Duration parse(String parameter, String text) {
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
