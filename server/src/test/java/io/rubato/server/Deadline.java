package io.rubato.server;

import java.time.Duration;

/// When a test that hangs is ended. Nothing is measured by it: on a busy machine any wait may take minutes.
public final class Deadline {
    public static final long SECONDS = 300;
    public static final int MILLIS = 300_000;
    public static final Duration LONGEST = Duration.ofSeconds(SECONDS);

    private Deadline() {}
}
