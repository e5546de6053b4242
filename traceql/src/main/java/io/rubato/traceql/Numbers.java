package io.rubato.traceql;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Number and duration literals.
final class Numbers {
    private static final int LONGEST = 400;
    private static final Pattern FLOAT = Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    private static final Pattern PART = Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|µs|μs|ms|[smhdwy])");
    private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    private record Unit(String text, long nanos) {}

    private static final List<Unit> UNITS = List.of(
            new Unit("ns", 1),
            new Unit("us", 1_000),
            new Unit("µs", 1_000),
            new Unit("μs", 1_000),
            new Unit("ms", 1_000_000),
            new Unit("s", 1_000_000_000),
            new Unit("m", 60_000_000_000L),
            new Unit("h", 3_600_000_000_000L),
            new Unit("d", 86_400_000_000_000L),
            new Unit("w", 7 * 86_400_000_000_000L),
            new Unit("y", 365 * 86_400_000_000_000L));

    private Numbers() {}

    /// Offset after everything that sticks to a number, so that `10kb` is one wrong number and not two tokens.
    static int end(String query, int start) {
        int end = start;
        while (end < query.length()) {
            char c = query.charAt(end);
            boolean exponentSign = (c == '+' || c == '-')
                    && end > start
                    && (query.charAt(end - 1) == 'e' || query.charAt(end - 1) == 'E')
                    && end + 1 < query.length()
                    && Chars.digit(query.charAt(end + 1));
            if (c != '.' && !Chars.inWord(c) && !exponentSign) {
                return end;
            }
            end++;
        }
        return end;
    }

    static Static parse(String text, int offset) throws LexicalException {
        if (text.length() > LONGEST) {
            throw new LexicalException(
                    offset, "number of " + text.length() + " characters, expected at most " + LONGEST);
        }
        if (text.chars().allMatch(Chars::digit)) {
            return integer(text, offset);
        }
        if (FLOAT.matcher(text).matches()) {
            double value = Double.parseDouble(text);
            if (Double.isInfinite(value)) {
                throw new LexicalException(offset, "number out of range: " + text);
            }
            return new Static.Float(value);
        }
        return duration(text, offset);
    }

    private static Static integer(String text, int offset) throws LexicalException {
        try {
            return new Static.Int(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new LexicalException(offset, "number out of range: " + text + ", expected at most " + Long.MAX_VALUE);
        }
    }

    private static Static duration(String text, int offset) throws LexicalException {
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!part.find(end) || part.start() != end) {
                throw new LexicalException(
                        offset,
                        "invalid number or duration: " + text
                                + ", expected decimal digits or units of ns us ms s m h d w y");
            }
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit(part.group(2)))));
            end = part.end();
        }
        if (nanos.compareTo(MAX) > 0) {
            throw new LexicalException(offset, "duration out of range: " + text + ", expected at most 292y");
        }
        return new Static.Duration(nanos.longValue());
    }

    private static long unit(String text) {
        return UNITS.stream()
                .filter(unit -> unit.text().equals(text))
                .findFirst()
                .orElseThrow()
                .nanos();
    }
}
