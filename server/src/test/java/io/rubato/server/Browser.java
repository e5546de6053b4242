package io.rubato.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A browser without a window, which shows what a page has become.
public final class Browser {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");

    private final Path profile;

    /// Skips the test, and says so, where there is no browser.
    ///
    /// @param profile an empty directory
    public Browser(Path profile) {
        this.profile = profile;
        if (!Files.isExecutable(PROGRAM)) {
            System.err.println("SKIPPED: no " + PROGRAM + ", so that nobody has looked at this page");
        }
        Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "needs " + PROGRAM);
    }

    /// The document as it is once a page has done its work.
    ///
    /// @param time what the page may take, by its own clock
    public String open(String url, Duration time) throws IOException, InterruptedException {
        Path document = profile.resolve("document.html");
        Process browser = new ProcessBuilder(List.of(
                        PROGRAM.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + profile,
                        "--window-size=1280,900",
                        "--virtual-time-budget=" + time.toMillis(),
                        "--dump-dom",
                        url))
                .redirectOutput(document.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!browser.waitFor(Deadline.SECONDS, TimeUnit.SECONDS)) {
            browser.destroyForcibly();
            throw new AssertionError("the browser did not end within a minute at " + url);
        }
        return Files.readString(document, StandardCharsets.UTF_8);
    }
}
