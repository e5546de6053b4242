package io.rubato.ui;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which file of the web page answers which path. Stateless and safe for use by many threads.
///
/// - `/` and the page's own routes (`/trace/{id}`, `/services`) are answered with `index.html`: the page reads the
/// route from the
///   address bar. It is never cached without asking, because it names the other files.
/// - Files under `/assets/` have a hash of their content in their name and may be cached for ever. One that is not
///   there is not found; it is never answered with `index.html`, which would be cached in its place.
/// - Anything else is not of the page. So a mistyped API path is a 404 and not a page with status 200.
public final class WebAssets {
    /// Where the files are on the class path, with a slash at the end and none at the start.
    public static final String CLASS_PATH_PREFIX = "io/rubato/ui/web/";

    private static final String CACHE_FOR_EVER = "public, max-age=31536000, immutable";
    private static final String ASK_BEFORE_USE = "no-cache";
    private static final String UNKNOWN_TYPE = "application/octet-stream";

    private static final WebAsset INDEX =
            new WebAsset(CLASS_PATH_PREFIX + "index.html", "text/html; charset=utf-8", ASK_BEFORE_USE);

    /// Kept in step with `parseRoute` in `web/src/routing/route.ts`.
    private static final Pattern PAGE_ROUTE = Pattern.compile(
            "/|/index\\.html|/(?:trace|services)/[^/]+/?|/(?:services|compare|llm|metrics-explorer|status)/?");

    /// One plain name, so that no path leads out of the folder.
    private static final Pattern HASHED_FILE = Pattern.compile("/assets/[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*");

    private static final Map<String, String> TYPE_BY_EXTENSION = Map.of(
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "json", "application/json",
            "map", "application/json",
            "png", "image/png",
            "svg", "image/svg+xml",
            "woff2", "font/woff2");

    private WebAssets() {}

    /// The file that answers a path, empty if the page has none for it (404).
    ///
    /// @param path the path of the request without its query: `/trace/1a2b`
    public static Optional<WebAsset> find(String path) {
        if (PAGE_ROUTE.matcher(path).matches()) {
            return Optional.of(INDEX);
        }
        if (!HASHED_FILE.matcher(path).matches()) {
            return Optional.empty();
        }
        String resource = CLASS_PATH_PREFIX + path.substring(1);
        if (WebAssets.class.getClassLoader().getResource(resource) == null) {
            return Optional.empty();
        }
        return Optional.of(new WebAsset(resource, contentType(path), CACHE_FOR_EVER));
    }

    private static String contentType(String path) {
        return TYPE_BY_EXTENSION.getOrDefault(path.substring(path.lastIndexOf('.') + 1), UNKNOWN_TYPE);
    }
}
