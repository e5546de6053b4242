package io.rubato.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// The data directories among the test resources.
public final class EarlierStores {
    private EarlierStores() {}

    /// Copies one, and returns the spans that were sent to it.
    ///
    /// @param version as in `stores/README.md`
    public static SpanSet copy(String version, Path target) throws IOException {
        URL resource = Objects.requireNonNull(EarlierStores.class.getResource("/stores/" + version));
        Path from = Path.of(URI.create(resource.toString()));
        try (Stream<Path> files = Files.walk(from)) {
            files.filter(Files::isRegularFile)
                    .forEach(file ->
                            copy(file, target.resolve(from.relativize(file).toString())));
        }
        try (GZIPInputStream spans = new GZIPInputStream(Files.newInputStream(target.resolve("spans.otlp.gz")))) {
            return new SpanSet().add(spans.readAllBytes());
        }
    }

    private static void copy(Path file, Path target) {
        try {
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
