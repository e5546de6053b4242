package io.rubato.server.internal.config;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sizes in bytes: an integer and, if wanted, a unit. `KB`, `MB`, ... are powers of 1000, `KiB`, `MiB`, ... of 1024.
public final class ByteSize {
    private static final Pattern SIZE = Pattern.compile("([0-9_]+) *([A-Za-z]*)");
    private static final Map<String, Long> UNITS = Map.of(
            "", 1L,
            "b", 1L,
            "kb", 1000L,
            "mb", 1_000_000L,
            "gb", 1_000_000_000L,
            "tb", 1_000_000_000_000L,
            "kib", 1L << 10,
            "mib", 1L << 20,
            "gib", 1L << 30,
            "tib", 1L << 40);

    private ByteSize() {}

    /// @throws IllegalArgumentException for what is no size, ArithmeticException for one that is too large
    public static long parse(String text) {
        Matcher matcher = SIZE.matcher(text);
        Long unit = matcher.matches() ? UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException(text);
        }
        return Math.multiplyExact(Long.parseLong(ValueTypes.digits(matcher.group(1))), unit);
    }

    /// The shortest way to write a size without loss: a number, or a text with a unit.
    static Object form(long bytes) {
        int shift = bytes == 0 ? 0 : Math.min(40, Long.numberOfTrailingZeros(bytes) / 10 * 10);
        return switch (shift) {
            case 10 -> (bytes >> 10) + "KiB";
            case 20 -> (bytes >> 20) + "MiB";
            case 30 -> (bytes >> 30) + "GiB";
            case 40 -> (bytes >> 40) + "TiB";
            default -> bytes;
        };
    }

    static String format(long bytes) {
        return form(bytes).toString();
    }
}
