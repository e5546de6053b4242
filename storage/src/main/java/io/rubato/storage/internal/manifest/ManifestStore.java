package io.rubato.storage.internal.manifest;

import io.rubato.storage.internal.manifest.ManifestCopy.Damaged;
import io.rubato.storage.internal.manifest.ManifestCopy.Missing;
import io.rubato.storage.internal.manifest.ManifestCopy.Whole;
import io.rubato.storage.objects.ObjectContent;
import io.rubato.storage.objects.ObjectStore;
import io.rubato.storage.objects.WriteResult.PreconditionFailed;
import io.rubato.storage.objects.WriteResult.Stored;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The manifest in an object store, for the one process that writes there.
///
/// A commit first copies the present generation to [#PREVIOUS_KEY], then replaces [#KEY] on condition that it
/// is still the version this process knows. So there are always two copies, of the same or of successive
/// generations, and a damaged one loses nothing **if the caller keeps to this**: log records from [#fallback]'s
/// `walPosition` on are kept, and the file of a block is deleted only when both manifests agree that it is
/// retired ([#deletable]). [#settle] makes the copies equal.
///
/// All methods may be called by many threads at once. It owns nothing that needs closing.
public final class ManifestStore {

    /// Where the manifest lies.
    public static final String KEY = "manifest";

    /// Where the generation before it lies, or the same.
    public static final String PREVIOUS_KEY = "manifest.previous";

    /// Where a damaged manifest is put aside. As long as it is there, no orphan is deleted.
    public static final String DAMAGED_KEY = "manifest.damaged";

    private final ObjectStore store;
    private final UUID writer = UUID.randomUUID();
    private final List<String> warnings;
    private volatile Manifest current;
    private volatile Manifest fallback;
    private ByteBuffer currentBytes;
    private String version;

    private ManifestStore(
            ObjectStore store, LoadedManifest loaded, ByteBuffer bytes, String version, Manifest fallback) {
        this.store = store;
        this.warnings = loaded.warnings();
        this.current = loaded.manifest();
        this.fallback = fallback;
        this.currentBytes = bytes;
        this.version = version;
    }

    /// Opens a store's manifest for writing. In a store without one and without blocks it makes one, so that
    /// its absence always means loss. After a fall-back the damaged object is kept at [#DAMAGED_KEY] and the
    /// copy takes its place.
    ///
    /// @throws DamagedManifestException if there are blocks and no usable manifest; nothing is changed then
    /// @throws NewerManifestException if a newer version of this program wrote it
    public static ManifestStore open(ObjectStore store) throws IOException {
        LoadedManifest loaded = LoadedManifest.load(store);
        return switch (loaded.current()) {
            case Whole whole -> openWhole(store, loaded, whole);
            case Damaged damaged -> openDamaged(store, loaded, damaged);
            case Missing missing -> openMissing(store, loaded);
        };
    }

    /// The manifest of a store that this process does not write to, from the copy if need be.
    ///
    /// @throws DamagedManifestException as [#open]
    /// @throws NewerManifestException as [#open]
    public static Manifest read(ObjectStore store) throws IOException {
        return LoadedManifest.load(store).manifest();
    }

    /// Puts the live blocks of a manifest in the place of what a store says it has. Nobody else may write there.
    public static void replace(ObjectStore store, Manifest manifest) throws IOException {
        Manifest live = new Manifest(manifest.generation(), manifest.walPosition(), manifest.live(), List.of());
        ByteBuffer bytes = encode(live, UUID.randomUUID());
        store.put(KEY, ObjectContent.of(bytes.duplicate()));
        store.put(PREVIOUS_KEY, ObjectContent.of(bytes));
    }

    private static ManifestStore openWhole(ObjectStore store, LoadedManifest loaded, Whole whole) throws IOException {
        if (loaded.previous() instanceof Whole previous) {
            return new ManifestStore(store, loaded, whole.bytes(), whole.version(), previous.manifest());
        }
        store.put(PREVIOUS_KEY, ObjectContent.of(whole.bytes()));
        return new ManifestStore(store, loaded, whole.bytes(), whole.version(), whole.manifest());
    }

    private static ManifestStore openDamaged(ObjectStore store, LoadedManifest loaded, Damaged damaged)
            throws IOException {
        ByteBuffer bytes = encode(loaded.manifest(), UUID.randomUUID());
        store.put(DAMAGED_KEY, ObjectContent.of(damaged.bytes()));
        return switch (store.replace(KEY, ObjectContent.of(bytes), damaged.version())) {
            case Stored stored -> new ManifestStore(store, loaded, bytes, stored.version(), loaded.manifest());
            case PreconditionFailed failed ->
                throw conflict(store, loaded.manifest().generation());
        };
    }

    private static ManifestStore openMissing(ObjectStore store, LoadedManifest loaded) throws IOException {
        ByteBuffer bytes = encode(loaded.manifest(), UUID.randomUUID());
        if (loaded.fellBack()) {
            store.put(DAMAGED_KEY, ObjectContent.of(new byte[0]));
        }
        return switch (store.putIfAbsent(KEY, ObjectContent.of(bytes))) {
            case Stored stored -> {
                store.put(PREVIOUS_KEY, ObjectContent.of(bytes));
                yield new ManifestStore(store, loaded, bytes, stored.version(), loaded.manifest());
            }
            case PreconditionFailed failed ->
                throw conflict(store, loaded.manifest().generation());
        };
    }

    /// The manifest as last committed.
    public Manifest current() {
        return current;
    }

    /// What a start would go by if the manifest were damaged: this generation or the one before.
    public Manifest fallback() {
        return fallback;
    }

    /// What was wrong when it was opened: sentences for the log and the status page, none if all was well.
    public List<String> warnings() {
        return warnings;
    }

    /// Applies a change to the present manifest and makes it durable. Returns the new manifest. Changes of
    /// several threads are applied one after the other; a change that returns what it got writes nothing.
    ///
    /// @throws ManifestConflictException if another process replaced the manifest
    /// @throws IOException if the store cannot take it; then the manifest is as it was, unless the store did
    ///     take it without being able to say so, which the next commit finds to be a conflict
    /// @throws IllegalArgumentException if the change makes no sense for this manifest
    public synchronized Manifest commit(UnaryOperator<Manifest> change) throws IOException {
        Manifest next = change.apply(current);
        if (next.equals(current)) {
            return current;
        }
        if (next.generation() != current.generation() + 1) {
            throw new IllegalArgumentException("a change of manifest generation %d gave generation %d, expected %d"
                    .formatted(current.generation(), next.generation(), current.generation() + 1));
        }
        ByteBuffer nextBytes = encode(next, writer);
        settle();
        version = replace(nextBytes);
        currentBytes = nextBytes;
        current = next;
        return next;
    }

    /// Makes the copy equal to the present manifest, so that all that this one allows may be deleted.
    public synchronized void settle() throws IOException {
        requireUnchanged();
        if (!fallback.equals(current)) {
            store.put(PREVIOUS_KEY, ObjectContent.of(currentBytes));
            fallback = current;
        }
    }

    /// The retired blocks whose files may be deleted: retired before a time, and so in both copies. After the
    /// deletion they are forgotten with [Manifest#forget].
    public List<RetiredBlock> deletable(long retiredBeforeMillis) {
        Manifest spare = fallback;
        return current.retired().stream()
                .filter(block -> block.retiredMillis() < retiredBeforeMillis)
                .filter(block -> spare.find(block.entry().id()).isEmpty())
                .toList();
    }

    private String replace(ByteBuffer bytes) throws IOException {
        try {
            return switch (store.replace(KEY, ObjectContent.of(bytes), version)) {
                case Stored stored -> stored.version();
                case PreconditionFailed failed -> throw conflict(store, current.generation());
            };
        } catch (IOException e) {
            String stored = storedVersionOf(bytes, e);
            if (stored == null) {
                throw e;
            }
            return stored;
        }
    }

    /// A write whose answer was lost may have taken place (and its repetition failed): then these bytes, which
    /// name their writer, are there.
    private @Nullable String storedVersionOf(ByteBuffer bytes, IOException failure) {
        try {
            return ManifestCopy.read(store, KEY) instanceof Whole whole
                            && whole.bytes().equals(bytes)
                    ? whole.version()
                    : null;
        } catch (IOException e) {
            failure.addSuppressed(e);
            return null;
        }
    }

    private static ByteBuffer encode(Manifest manifest, UUID writer) throws IOException {
        return ByteBuffer.wrap(ManifestFormat.encode(manifest, writer));
    }

    /// Asked before the copy is written, lest a process that lost a race put an old generation there.
    private void requireUnchanged() throws IOException {
        boolean unchanged =
                store.find(KEY).filter(found -> found.version().equals(version)).isPresent();
        if (!unchanged) {
            throw conflict(store, current.generation());
        }
    }

    private static ManifestConflictException conflict(ObjectStore store, long generation) {
        return new ManifestConflictException(
                ("%s in %s is no longer generation %d as this process knew it: another process"
                                + " writes to the same store. Stop one of them and start the other anew")
                        .formatted(KEY, store, generation));
    }
}
