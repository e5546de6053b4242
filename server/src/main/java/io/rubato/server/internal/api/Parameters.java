package io.rubato.server.internal.api;

import com.linecorp.armeria.common.QueryParams;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Query parameters with Tempo's rules. An empty value counts as none.
public record Parameters(QueryParams all) {
    private static final long NANOS = 1_000_000_000L;

    /// A range of time, Unix nanoseconds, both inclusive.
    public record Range(long startNanos, long endNanos) {
        public static final Range EVER = new Range(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    public @Nullable String text(String name) {
        String value = all.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /// @throws BadRequest when it is there and not a whole number
    long number(String name, long fallback) {
        String value = text(name);
        if (value == null) {
            return fallback;
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new BadRequest("invalid " + name + ": '" + value + "' is not a whole number");
        }
    }

    /// A count from 0 up; 0 when it is not there.
    int count(String name) {
        long value = number(name, 0);
        if (value < 0) {
            throw new BadRequest("invalid " + name + ": must be a non-negative number");
        }
        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    /// As Go reads truth values; false when it is not there.
    boolean flag(String name) {
        String value = text(name);
        return switch (value) {
            case null -> false;
            case "true", "1", "t", "T", "TRUE", "True" -> true;
            case "false", "0", "f", "F", "FALSE", "False" -> false;
            default -> throw new BadRequest("invalid " + name + ": '" + value + "' is neither true nor false");
        };
    }

    @Nullable
    Duration duration(String name) {
        String value = text(name);
        return value == null ? null : GoDuration.parse(name, value);
    }

    /// `start` and `end` in Unix seconds, or `since`; all of time when there is neither. The second that `end` names
    /// belongs to the range, for clients cut the present moment down to it and mean everything up to now.
    ///
    /// @param longest greatest difference; zero for no bound
    public Range range(Duration longest) {
        long start = number("start", 0);
        long end = number("end", 0);
        Duration since = duration("since");
        if (start == 0 && end == 0) {
            if (since == null) {
                return Range.EVER;
            }
            end = Instant.now().getEpochSecond();
            start = Math.max(1, end - since.toSeconds());
        }
        check(start, end, longest);
        return new Range(start * NANOS, end * NANOS + NANOS - 1);
    }

    private static void check(long start, long end, Duration longest) {
        if (start == 0 || end == 0) {
            throw new BadRequest("please provide non-zero values for http parameters start and end");
        }
        if (start >= end) {
            throw new BadRequest("http parameter start must be before end. received start=" + start + " end=" + end);
        }
        if (start < 0 || end >= Long.MAX_VALUE / NANOS) {
            throw new BadRequest(
                    "http parameters start and end must be Unix seconds. received start=" + start + " end=" + end);
        }
        if (!longest.isZero() && end - start > longest.toSeconds()) {
            throw new BadRequest("range specified by start and end exceeds " + GoDuration.format(longest)
                    + ". received start=" + start + " end=" + end);
        }
    }
}
