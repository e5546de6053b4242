package io.rubato.server.internal.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the web page may load and run: its own files, the scripts that are written in it, by their hashes, and styles
/// that its parts set. Source: <https://www.w3.org/TR/CSP3/>
final class PagePolicy {
    private static final Pattern INLINE = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);

    private PagePolicy() {}

    /// @param document the page's HTML in UTF-8
    static String of(byte[] document) {
        StringBuilder scripts = new StringBuilder("script-src 'self'");
        Matcher inline = INLINE.matcher(new String(document, StandardCharsets.UTF_8));
        while (inline.find()) {
            scripts.append(" 'sha256-").append(sha256(inline.group(1))).append('\'');
        }
        return "default-src 'none'; " + scripts + "; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:;"
                + " font-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none';"
                + " form-action 'self'; frame-ancestors 'none'";
    }

    private static String sha256(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
