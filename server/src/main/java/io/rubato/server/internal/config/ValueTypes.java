package io.rubato.server.internal.config;

import io.rubato.server.config.Endpoint;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The types of setting that there are.
final class ValueTypes {
    static final ValueType<String> TEXT = ValueType.scalar("text", text -> text, text -> text);

    static final ValueType<Path> PATH =
            ValueType.scalar("a path", text -> Path.of(checked(text, !text.isEmpty())), Path::toString);

    static final ValueType<Optional<Path>> OPTIONAL_PATH = ValueType.scalar(
            "a path",
            text -> text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text)),
            path -> path.map(Path::toString).orElse(""));

    static final ValueType<String> PATH_PREFIX =
            ValueType.scalar("a path that begins with a slash", ValueTypes::pathPrefix, text -> text);

    static final ValueType<Boolean> SWITCH = ValueType.scalar("on or off", ValueTypes::onOrOff, value -> value);

    static final ValueType<Endpoint> ENDPOINT = ValueType.scalar("host:port", ValueTypes::endpoint, Endpoint::toString);

    static final ValueType<List<String>> TEXTS = new ValueType<>("a list of texts", true, List::copyOf, texts -> texts);

    static final ValueType<List<Path>> PATHS = new ValueType<>(
            "a list of paths",
            true,
            texts -> texts.stream()
                    .map(text -> Path.of(checked(text, !text.isEmpty())))
                    .toList(),
            paths -> paths.stream().map(Path::toString).toList());

    static final ValueType<List<URI>> URLS = new ValueType<>(
            "a list of URLs such as http://localhost:9093, without user, query or fragment",
            true,
            texts -> texts.stream().map(ValueTypes::url).toList(),
            urls -> urls.stream().map(URI::toString).toList());

    static final ValueType<String> URL_OR_NONE = ValueType.scalar(
            "a URL such as https://traces.example, without user, query or fragment",
            text -> text.isEmpty() ? "" : url(text).toString(),
            text -> text);

    private ValueTypes() {}

    static ValueType<Integer> integer(int least, int greatest) {
        return ValueType.scalar(
                "an integer from " + least + " to " + greatest,
                text -> Math.toIntExact(inRange(Long.parseLong(digits(text)), least, greatest)),
                value -> value);
    }

    static ValueType<Long> count(long least) {
        return ValueType.scalar(
                "an integer, at least " + least,
                text -> inRange(Long.parseLong(digits(text)), least, Long.MAX_VALUE),
                value -> value);
    }

    static ValueType<Long> bytes(long least) {
        return bytes(least, Long.MAX_VALUE);
    }

    static ValueType<Long> bytes(long least, long greatest) {
        String range = "at least " + ByteSize.format(least)
                + (greatest == Long.MAX_VALUE ? "" : " and at most " + ByteSize.format(greatest));
        return ValueType.scalar(
                "a size such as 500MiB, 1GB or 1_000_000, " + range,
                text -> inRange(ByteSize.parse(text), least, greatest),
                ByteSize::form);
    }

    /// A size as the OpenTelemetry collector has it, in MiB.
    static ValueType<Long> mebibytes(long greatest) {
        return ValueType.scalar(
                "a number of MiB from 1 to " + (greatest >> 20),
                text -> inRange(Long.parseLong(digits(text)), 1, greatest >> 20) << 20,
                value -> value >> 20);
    }

    static ValueType<Duration> duration(Duration least) {
        return ValueType.scalar(
                "a duration such as 10s, 1h30m or 14d, at least " + Durations.format(least),
                text -> {
                    Duration value = Durations.parse(text);
                    checked(text, value.compareTo(least) >= 0);
                    return value;
                },
                Durations::format);
    }

    /// A duration as the OpenTelemetry collector has it in places, in whole seconds.
    static ValueType<Duration> seconds() {
        return ValueType.scalar(
                "a number of seconds",
                text -> Duration.ofSeconds(inRange(Long.parseLong(digits(text)), 0, Integer.MAX_VALUE)),
                Duration::toSeconds);
    }

    static <E extends Enum<E>> ValueType<E> symbol(Class<E> type) {
        String expected = Arrays.stream(type.getEnumConstants())
                .map(ValueTypes::name)
                .collect(Collectors.joining(", ", "one of ", ""));
        return ValueType.scalar(expected, text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)), ValueTypes::name);
    }

    /// A setting that can have one value only.
    static ValueType<String> only(String value, String why) {
        return ValueType.scalar(value + ": " + why, text -> checked(text, text.equals(value)), text -> text);
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static boolean onOrOff(String text) {
        return switch (text) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static String pathPrefix(String text) {
        String prefix = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return checked(prefix, prefix.isEmpty() || prefix.startsWith("/"));
    }

    private static Endpoint endpoint(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        checked(text, bracketed || !host.contains(":"));
        String address = bracketed ? host.substring(1, host.length() - 1) : host;
        // As in the collector and in Go, no host is every interface.
        int port = (int) inRange(Long.parseLong(text.substring(colon + 1)), 0, 65_535);
        return new Endpoint(address.isEmpty() ? "0.0.0.0" : address, port);
    }

    /// Without a slash at its end.
    private static URI url(String text) {
        URI url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        boolean bare = url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
        checked(text, http && bare && url.getHost() != null);
        return url;
    }

    /// Underscores between digits, as YAML 1.1 and Go have them.
    static String digits(String text) {
        return text.matches("[0-9]+(_[0-9]+)*") ? text.replace("_", "") : text;
    }

    private static long inRange(long value, long least, long greatest) {
        checked("", value >= least && value <= greatest);
        return value;
    }

    private static String checked(String text, boolean good) {
        if (!good) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }
}
