package io.rubato.bench;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads lengths of time as `30s`, `5m`, `1h30m` or `0.5s`.
final class TimeSpan implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        return parse(text);
    }

    static Duration parse(String text) {
        try {
            return Duration.parse("PT" + text);
        } catch (DateTimeParseException notATime) {
            throw new TypeConversionException("'" + text + "' is not a length of time: expected 30s, 5m or 1h30m");
        }
    }
}
