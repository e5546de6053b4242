package io.rubato.tracing.internal.log;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Times as log lines carry them: RFC 3339 with always six digits of a second.
final class TimeText {
    private final DateTimeFormatter format;

    TimeText(boolean localZone) {
        this.format = localZone
                ? DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx").withZone(ZoneId.systemDefault())
                : DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    }

    String of(Instant time) {
        return format.format(time);
    }
}
