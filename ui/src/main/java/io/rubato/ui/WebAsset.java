package io.rubato.ui;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// One file of the web page, with the headers that belong to it. Immutable.
///
/// @param resource the name on the class path, without a leading slash: `io/rubato/ui/web/index.html`
/// @param contentType the value of the `Content-Type` header
/// @param cacheControl the value of the `Cache-Control` header
public record WebAsset(String resource, String contentType, String cacheControl) {

    /// Reads the whole file.
    ///
    /// @throws IllegalStateException if the file is not on the class path
    /// @throws UncheckedIOException if it is, but cannot be read
    public byte[] read() {
        try (InputStream in = WebAsset.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(
                        "no " + resource + " on the class path: expected in the jar of rubato-ui");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource + " from the class path", e);
        }
    }
}
