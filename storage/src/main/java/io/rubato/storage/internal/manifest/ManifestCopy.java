package io.rubato.storage.internal.manifest;

import io.rubato.storage.objects.NoSuchObjectException;
import io.rubato.storage.objects.ObjectReader;
import io.rubato.storage.objects.ObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;

/// What a store has at one of the manifest's keys.
sealed interface ManifestCopy {

    /// A manifest that can be used.
    ///
    /// @param version of the object
    record Whole(Manifest manifest, ByteBuffer bytes, String version) implements ManifestCopy {}

    /// Bytes that are no manifest.
    record Damaged(String reason, ByteBuffer bytes, String version) implements ManifestCopy {}

    /// No object.
    record Missing() implements ManifestCopy {}

    /// @throws NewerManifestException if it is of a later format
    static ManifestCopy read(ObjectStore store, String key) throws IOException {
        byte[] bytes;
        String version;
        try (ObjectReader reader = store.open(key)) {
            bytes = new byte[Math.toIntExact(reader.size())];
            reader.readFully(0, ByteBuffer.wrap(bytes));
            version = reader.version();
        } catch (NoSuchObjectException e) {
            return new Missing();
        } catch (ArithmeticException e) {
            throw new IOException("%s in %s is over 2 GiB, expected a manifest".formatted(key, store), e);
        }
        try {
            return new Whole(ManifestFormat.decode(bytes), ByteBuffer.wrap(bytes), version);
        } catch (DamagedManifestException e) {
            return new Damaged(String.valueOf(e.getMessage()), ByteBuffer.wrap(bytes), version);
        } catch (NewerManifestException e) {
            throw new NewerManifestException("cannot use %s in %s: %s; start the version that wrote it, or a newer one"
                    .formatted(key, store, e.getMessage()));
        }
    }
}
