package io.rubato.server.internal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rubato.server.Browser;
import io.rubato.server.MemoryStore;
import io.rubato.server.Running;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The web page in a browser that keeps to what the server says a page may do.
@Tag("slow")
class PageUnderPolicyTest {
    @TempDir
    private Path directory;

    @Test
    void thePageWorks() throws Exception {
        try (Running running = Running.over(Running.config(directory.resolve("data"), ""), MemoryStore::new)) {
            running.server.awaitReady();
            HttpResponse<String> page = running.get("/");
            assumeTrue(page.statusCode() == 200, "the page is not built");
            assertThat(page.headers().firstValue("content-security-policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).contains("'sha256-", "frame-ancestors 'none'"));
            Browser browser = new Browser(Files.createDirectories(directory.resolve("profile")));
            for (String path : List.of("", "trace/0102030405060708090a0b0c0d0e0f10", "status")) {
                String document = browser.open(running.server.apiUrl() + "/" + path, Duration.ofSeconds(10));
                assertThat(document).as(path).contains("<div id=\"root\">").doesNotContain("<div id=\"root\"></div>");
            }
        }
    }
}
