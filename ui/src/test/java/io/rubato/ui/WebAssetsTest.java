package io.rubato.ui;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against the page as it was built into the class path, not a stand-in.
class WebAssetsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/trace/1a2b3c4d5e6f7788",
                "/trace/1a2b3c4d5e6f7788/",
                "/trace/%2e%2e",
                "/services",
                "/services/frontend",
                "/compare",
                "/llm",
                "/metrics-explorer",
                "/status"
            })
    void pageRoutesAreAnsweredWithTheIndex(String path) {
        WebAsset asset = WebAssets.find(path).orElseThrow();

        assertThat(asset.contentType()).isEqualTo("text/html; charset=utf-8");
        assertThat(asset.cacheControl()).isEqualTo("no-cache");
        assertThat(new String(asset.read(), UTF_8)).contains("<div id=\"root\">");
    }

    @Test
    void everyFileTheIndexNamesIsThereAndCachedForEver() {
        String index = new String(WebAssets.find("/").orElseThrow().read(), UTF_8);
        List<String> paths = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"")
                .matcher(index)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();

        assertThat(paths).hasSizeGreaterThanOrEqualTo(3).allSatisfy(path -> {
            WebAsset asset = WebAssets.find(path).orElseThrow();
            assertThat(asset.cacheControl()).isEqualTo("public, max-age=31536000, immutable");
            assertThat(asset.contentType()).isEqualTo(expectedType(path));
            assertThat(asset.read()).isNotEmpty();
        });
    }

    private static String expectedType(String path) {
        if (path.endsWith(".js")) {
            return "text/javascript; charset=utf-8";
        }
        return path.endsWith(".css") ? "text/css; charset=utf-8" : "image/svg+xml";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/api/traces/1a2b",
                "/nowhere",
                "/trace",
                "/trace/",
                "/trace/1a2b/more",
                "/services/a/b",
                "/status/config",
                "/assets",
                "/assets/",
                "/assets/index-00000000.js",
                "/assets/../index.html",
                "/assets/..",
                "/assets//index.html",
                "/assets/..\\index.html",
                "//etc/passwd"
            })
    void everythingElseIsNotFound(String path) {
        assertThat(WebAssets.find(path)).isEmpty();
    }

    @Test
    void aFileThatIsNotOnTheClassPathIsNamed() {
        WebAsset absent = new WebAsset("io/rubato/ui/web/absent.js", "text/javascript", "no-cache");

        assertThatThrownBy(absent::read)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("io/rubato/ui/web/absent.js");
    }
}
