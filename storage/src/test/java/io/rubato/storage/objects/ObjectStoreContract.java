package io.rubato.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rubato.storage.objects.WriteResult.PreconditionFailed;
import io.rubato.storage.objects.WriteResult.Stored;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every [ObjectStore] does. A store's test extends this and says how to make an empty one.
public abstract class ObjectStoreContract extends ObjectStoreRaces {

    private static final long SEED = 20_260_101;

    @Test
    void givesBackWhatWasPut() throws IOException {
        String version = store.put("t/blocks/1/data", text("spans"));
        assertThat(read("t/blocks/1/data")).isEqualTo("spans");
        assertThat(store.size("t/blocks/1/data")).isEqualTo(5);
        assertThat(store.find("t/blocks/1/data"))
                .hasValueSatisfying(info -> assertThat(info.version()).isEqualTo(version));
        try (ObjectReader reader = store.open("t/blocks/1/data")) {
            assertThat(reader.version()).isEqualTo(version);
            assertThat(reader.key()).isEqualTo("t/blocks/1/data");
            assertThat(reader.size()).isEqualTo(5);
        }
    }

    @Test
    void storesBuffersOneAfterTheOtherAndLeavesTheirPositions() throws IOException {
        ByteBuffer first = bytes("xhead").position(1);
        store.put("a", ObjectContent.of(List.of(first, ByteBuffer.allocateDirect(2), bytes("tail"))));
        assertThat(read("a")).isEqualTo("head\0\0tail");
        assertThat(first.remaining()).isEqualTo(4);
    }

    @Test
    void storesAnEmptyObject() throws IOException {
        store.put("empty", ObjectContent.of(List.of()));
        assertThat(store.size("empty")).isZero();
        assertThat(store.read("empty", 0, ByteBuffer.allocate(8))).isEqualTo(-1);
        assertThat(store.readRanges("empty", List.of(new ByteRange(0, 0)))
                        .getFirst()
                        .remaining())
                .isZero();
        assertThat(store.list("")).extracting(ObjectInfo::key).containsExactly("empty");
    }

    @Test
    void putTakesTheLatest() throws IOException {
        String first = store.put("a", text("one"));
        String second = store.put("a", text("two"));
        assertThat(read("a")).isEqualTo("two");
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void storesNothingIfTheWriterFails() throws IOException {
        store.put("old", text("old"));
        ObjectContent broken = target -> {
            target.write(bytes("half of it"));
            throw new IOException("No space left on device");
        };
        assertThatThrownBy(() -> store.put("new", broken))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space left");
        assertThatThrownBy(() -> store.put("old", broken)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> store.put("old", target -> {
                    throw new IllegalStateException("a bug in the writer");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(store.list("")).extracting(ObjectInfo::key).containsExactly("old");
        assertThat(read("old")).isEqualTo("old");
    }

    @Test
    void putIfAbsentStoresOnce() throws IOException {
        WriteResult first = store.putIfAbsent("a", text("one"));
        assertThat(first).isInstanceOf(Stored.class);
        assertThat(store.putIfAbsent("a", text("two"))).isEqualTo(new PreconditionFailed());
        assertThat(read("a")).isEqualTo("one");
        store.delete("a");
        assertThat(store.putIfAbsent("a", text("three"))).isInstanceOf(Stored.class);
    }

    @Test
    void replaceNeedsThePresentVersion() throws IOException {
        String first = store.put("a", text("1"));
        String second = storedVersion(store.replace("a", text("2"), first));
        assertThat(store.replace("a", text("3"), first)).isEqualTo(new PreconditionFailed());
        assertThat(read("a")).isEqualTo("2");
        assertThat(store.replace("a", text("4"), second)).isInstanceOf(Stored.class);
        assertThat(read("a")).isEqualTo("4");
    }

    @Test
    void replaceOfNothingFails() throws IOException {
        String version = store.put("a", text("1"));
        assertThat(store.replace("b", text("2"), version)).isEqualTo(new PreconditionFailed());
        store.delete("a");
        assertThat(store.replace("a", text("2"), version)).isEqualTo(new PreconditionFailed());
        assertThat(store.list("")).isEmpty();
    }

    @Test
    void versionsOfAKeyDoNotComeBack() throws IOException {
        List<String> versions = new ArrayList<>(List.of(store.put("a", text("0"))));
        for (int i = 1; i < 30; i++) {
            versions.add(storedVersion(store.replace("a", text("" + i % 10), versions.getLast())));
        }
        assertThat(versions).doesNotHaveDuplicates();
    }

    @Test
    void readsAtAnyOffsetUpToTheEnd() throws IOException {
        store.put("a", text("0123456789"));
        try (ObjectReader reader = store.open("a")) {
            assertThat(readAt(reader, 3, 4)).isEqualTo("3456");
            assertThat(readAt(reader, 8, 4)).isEqualTo("89");
            assertThat(reader.read(10, ByteBuffer.allocate(1))).isEqualTo(-1);
            assertThat(reader.read(Long.MAX_VALUE, ByteBuffer.allocate(1))).isEqualTo(-1);
            assertThat(reader.read(0, ByteBuffer.allocate(0))).isZero();
            assertThatThrownBy(() -> reader.read(-1, ByteBuffer.allocate(1)))
                    .isInstanceOf(IllegalArgumentException.class);
            ByteBuffer window = ByteBuffer.allocateDirect(10).position(2).limit(5);
            reader.readFully(1, window);
            assertThat(window.position()).isEqualTo(5);
            assertThat(window.get(2)).isEqualTo((byte) '1');
            assertThat(window.clear().get(5)).isZero();
            assertThatThrownBy(() -> reader.readFully(8, ByteBuffer.allocate(3)))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("a has 10 bytes");
        }
    }

    @Test
    void readsRangesInTheirOrder() throws IOException {
        store.put("a", text("0123456789"));
        List<ByteRange> ranges =
                List.of(new ByteRange(7, 3), new ByteRange(0, 2), new ByteRange(1, 3), new ByteRange(10, 0));
        assertThat(store.readRanges("a", ranges))
                .extracting(part -> StandardCharsets.UTF_8.decode(part).toString())
                .containsExactly("789", "01", "123", "");
        assertThat(store.readRanges("a", List.of())).isEmpty();
        assertThatThrownBy(() -> store.readRanges("a", List.of(new ByteRange(0, 1), new ByteRange(8, 3))))
                .isInstanceOf(EOFException.class)
                .hasMessageContaining("8..11");
    }

    @Test
    void takesALargeObject() throws IOException {
        byte[] piece = new byte[(1 << 20) + 13];
        new Random(SEED).nextBytes(piece);
        int pieces = 64;
        store.put("large", target -> {
            for (int i = 0; i < pieces; i++) {
                target.write(ByteBuffer.wrap(piece));
            }
        });
        try (ObjectReader reader = store.open("large")) {
            assertThat(reader.size()).isEqualTo((long) piece.length * pieces);
            ByteBuffer found = ByteBuffer.allocate(3 * piece.length);
            reader.readFully((long) piece.length * (pieces - 3), found);
            assertThat(found.flip().slice(piece.length, piece.length)).isEqualTo(ByteBuffer.wrap(piece));
            assertThat(found.slice(2 * piece.length, piece.length)).isEqualTo(ByteBuffer.wrap(piece));
        }
    }

    @Test
    void readersOutliveDeletionAndReplacement() throws IOException {
        store.put("a", text("first"));
        try (ObjectReader reader = store.open("a")) {
            store.put("a", text("second"));
            assertThat(readAt(reader, 0, 9)).isEqualTo("first");
            try (ObjectReader second = store.open("a")) {
                store.delete("a");
                assertThat(readAt(reader, 0, 9)).isEqualTo("first");
                assertThat(readAt(second, 0, 9)).isEqualTo("second");
            }
        }
        assertThatThrownBy(() -> store.open("a")).isInstanceOf(NoSuchObjectException.class);
    }

    @Test
    void aClosedReaderSaysSo() throws IOException {
        store.put("a", text("first"));
        ObjectReader reader = store.open("a");
        reader.close();
        reader.close();
        assertThatThrownBy(() -> reader.read(0, ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        assertThat(store.find("a/b")).isEmpty();
        assertThatThrownBy(() -> store.open("a/b"))
                .isInstanceOf(NoSuchObjectException.class)
                .hasMessage("no object a/b in " + store);
        assertThatThrownBy(() -> store.size("a/b")).isInstanceOf(NoSuchObjectException.class);
        store.put("a/b/c", text("x"));
        assertThat(store.find("a/b")).isEmpty();
        assertThatThrownBy(() -> store.open("a/b")).isInstanceOf(NoSuchObjectException.class);
    }

    @Test
    void deletesAgainAndAgain() throws IOException {
        store.put("a/b/c", text("x"));
        store.put("a/d", text("y"));
        store.delete("a/b/c");
        store.delete("a/b/c");
        store.delete("never/was");
        assertThat(store.list("")).extracting(ObjectInfo::key).containsExactly("a/d");
        store.put("a/b/c", text("again"));
        assertThat(read("a/b/c")).isEqualTo("again");
    }

    @Test
    void listsInOrderOfKeys() throws IOException {
        List<String> keys = List.of("a-b/x", "a.b", "a/b/data", "a/c", "a0", "aB/1", "ab/1", "manifest");
        for (String key : keys.reversed()) {
            store.put(key, text(key));
        }
        List<ObjectInfo> all = store.list("");
        assertThat(all).extracting(ObjectInfo::key).containsExactlyElementsOf(keys);
        for (ObjectInfo info : all) {
            assertThat(store.find(info.key())).contains(info);
            assertThat(info.size()).isEqualTo(info.key().length());
        }
        assertThat(store.list("a")).hasSize(7);
        assertThat(store.list("a/")).extracting(ObjectInfo::key).containsExactly("a/b/data", "a/c");
        assertThat(store.list("a/b")).extracting(ObjectInfo::key).containsExactly("a/b/data");
        assertThat(store.list("a/b/data")).hasSize(1);
        assertThat(store.list("a/b/data/")).isEmpty();
        assertThat(store.list("nothing/here")).isEmpty();
    }

    @Test
    void takesOddKeys() throws IOException {
        List<String> keys = List.of(
                "!-_.*'()/!-_.*'()",
                "x/.hidden",
                "x/...",
                "-",
                "a".repeat(255) + "/b",
                "CON",
                "a/b.tmp",
                "p/".repeat(500) + "end");
        for (String key : keys) {
            store.put(key, text(key));
        }
        for (String key : keys) {
            assertThat(read(key)).isEqualTo(key);
        }
        assertThat(store.list("")).extracting(ObjectInfo::key).containsExactlyInAnyOrderElementsOf(keys);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/a",
                "a/",
                "a//b",
                ".",
                "..",
                "a/../b",
                "../a",
                "a/./b",
                "a/..",
                ".lock",
                ".tmp/x",
                "a b",
                "a\\b",
                "a\0b",
                "ä",
                "a:b",
                "a\nb",
                "%2e%2e/a",
                "~"
            })
    void refusesBadKeys(String key) {
        assertThatThrownBy(() -> store.put(key, text("x"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.putIfAbsent(key, text("x"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.replace(key, text("x"), "v")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.open(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.find(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.delete(key)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "a//", "../", "a/../", ".tm", "ä"})
    void refusesBadPrefixes(String prefix) {
        assertThatThrownBy(() -> store.list(prefix)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesLongKeys() {
        assertThatThrownBy(() -> store.find("a".repeat(256))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.find("a/".repeat(512) + "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1025 characters");
    }

    @Test
    void knowsItsFreeSpace() throws IOException {
        assertThat(store.freeBytes()).isPositive();
    }

    private String read(String key) throws IOException {
        try (ObjectReader reader = store.open(key)) {
            return readAt(reader, 0, Math.toIntExact(reader.size()));
        }
    }

    private static String readAt(ObjectReader reader, long offset, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        int read = reader.read(offset, target);
        assertThat(target.position()).isEqualTo(read);
        return StandardCharsets.UTF_8.decode(target.flip()).toString();
    }

    private static String storedVersion(WriteResult result) {
        return switch (result) {
            case Stored stored -> stored.version();
            case PreconditionFailed failed -> throw new AssertionError("precondition failed");
        };
    }

    private static ObjectContent text(String text) {
        return ObjectContent.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
