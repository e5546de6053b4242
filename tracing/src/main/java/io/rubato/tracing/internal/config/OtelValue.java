package io.rubato.tracing.internal.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a standard variable accepts: checked here, for the SDK's own reader stops the start at the first wrong value.
///
/// @param accepted in words
record OtelValue(Predicate<String> check, String accepted) {
    static final OtelValue BOOLEAN =
            new OtelValue(value -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false"), "true or false");
    static final OtelValue POSITIVE = new OtelValue(value -> isInteger(value, 1), "an integer from 1");
    static final OtelValue NOT_NEGATIVE = new OtelValue(value -> isInteger(value, 0), "an integer from 0");
    static final OtelValue DURATION =
            new OtelValue(value -> parseDuration(value) != null, "a number of milliseconds, or one with ms, s, m or h");
    static final OtelValue RATIO = new OtelValue(OtelValue::isRatio, "a number from 0 to 1");
    static final OtelValue PAIRS = new OtelValue(OtelValue::isPairs, "key=value pairs between commas");
    static final OtelValue URL = new OtelValue(value -> isUrl(value), "a URL that begins with http:// or https://");
    static final OtelValue GRPC_URL = new OtelValue(
            value -> isUrl(value) && hasNoPath(value), "a URL such as http://localhost:4317, without a path for grpc");
    static final OtelValue FILE = new OtelValue(OtelValue::isFile, "the path of a file that can be read");

    static OtelValue oneOf(String... words) {
        Set<String> accepted = Set.of(words);
        return new OtelValue(accepted::contains, "one of " + String.join(" ", words));
    }

    static OtelValue listOf(String... words) {
        Set<String> accepted = Set.of(words);
        return new OtelValue(
                value -> {
                    List<String> names =
                            Arrays.stream(value.split(",")).map(String::strip).toList();
                    return accepted.containsAll(names)
                            && Set.copyOf(names).size() == names.size()
                            && (names.size() == 1 || !names.contains("none"));
                },
                "a list, between commas, of " + String.join(" ", words));
    }

    static @Nullable Duration parseDuration(String value) {
        String text = value.strip().toLowerCase(Locale.ROOT);
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        if (digits == 0 || digits > 12) {
            return null;
        }
        long number = Long.parseLong(text.substring(0, digits));
        return switch (text.substring(digits).strip()) {
            case "", "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> number < 1_000_000 ? Duration.ofHours(number) : null;
            default -> null;
        };
    }

    private static boolean isInteger(String value, int least) {
        try {
            return Integer.parseInt(value) >= least;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isRatio(String value) {
        try {
            double number = Double.parseDouble(value);
            return number >= 0 && number <= 1;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isPairs(String value) {
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(pair -> !pair.isEmpty())
                .allMatch(pair -> pair.indexOf('=') > 0 && isPercentEncoded(pair));
    }

    private static boolean isPercentEncoded(String text) {
        for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
            if (i + 2 >= text.length()
                    || Character.digit(text.charAt(i + 1), 16) < 0
                    || Character.digit(text.charAt(i + 2), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUrl(String value) {
        try {
            URI uri = new URI(value);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getPort() <= 65_535
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean hasNoPath(String url) {
        String path = URI.create(url).getRawPath();
        return path == null || path.isEmpty() || path.equals("/");
    }

    private static boolean isFile(String value) {
        try {
            return Files.isReadable(Path.of(value)) && Files.isRegularFile(Path.of(value));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
