package io.rubato.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rubato.storage.Deadline;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalObjectStoreTest extends ObjectStoreContract {

    @TempDir
    Path directory = Path.of("");

    @Override
    protected ObjectStore createStore() throws IOException {
        return LocalObjectStore.open(root());
    }

    @Test
    void keysArePaths() throws IOException {
        store.put("t/blocks/1/data", content("spans"));
        assertThat(root().resolve("t/blocks/1/data")).hasContent("spans");
    }

    @Test
    void survivesCloseAndOpen() throws IOException {
        String version = store.put("a/b", content("spans"));
        store.close();
        store = createStore();
        assertThat(store.list("")).hasSize(1);
        assertThat(store.replace("a/b", content("more"), version)).isInstanceOf(WriteResult.Stored.class);
    }

    @Test
    void versionsMoveOnThoughTheClockStoodStillOrWentBack() throws IOException {
        String first = store.put("a", content("one"));
        Files.setLastModifiedTime(
                root().resolve("a"), FileTime.from(Instant.now().plusSeconds(3600)));
        String second = store.find("a").orElseThrow().version();
        String third = store.put("a", content("two"));
        assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
        assertThat(store.replace("a", content("six"), second)).isEqualTo(new WriteResult.PreconditionFailed());
        assertThat(store.find("a").orElseThrow().version()).isEqualTo(third);
    }

    @Test
    void clearsWhatACrashLeft() throws IOException {
        store.put("a/b", content("kept"));
        store.close();
        Files.writeString(root().resolve(".tmp/half"), "half a block");
        store = createStore();
        assertThat(root().resolve(".tmp")).isEmptyDirectory();
        assertThat(store.list("")).extracting(ObjectInfo::key).containsExactly("a/b");
    }

    @Test
    void aFailedWriteLeavesNoFile() throws IOException {
        assertThatThrownBy(() -> store.put("a/b", target -> {
                    target.write(ByteBuffer.allocate(5000));
                    throw new IOException("No space left on device");
                }))
                .hasMessage("cannot write object a/b in " + store + ": IOException: No space left on device");
        assertThat(filesUnder(root())).containsExactly(root().resolve(".lock"));
    }

    @Test
    void removesEmptyDirectories() throws IOException {
        store.put("t/blocks/1/data", content("x"));
        store.put("t/blocks/2/data", content("y"));
        store.delete("t/blocks/1/data");
        assertThat(root().resolve("t/blocks/1")).doesNotExist();
        assertThat(root().resolve("t/blocks/2")).exists();
        store.delete("t/blocks/2/data");
        assertThat(root().resolve("t")).doesNotExist();
        assertThat(root()).exists();
    }

    @Test
    void oneWriterAtATime() throws Exception {
        assertThatThrownBy(() -> LocalObjectStore.open(root())).hasMessageContaining("already in this process");
        assertThat(openInAnotherProcess()).contains("open for writing in another process");
        store.close();
        assertThat(openInAnotherProcess()).contains("opened");
        store = createStore();
    }

    @Test
    void aReadOnlyStoreReadsBesideAWriter() throws IOException {
        store.put("a", content("spans"));
        Files.writeString(root().resolve(".tmp/in-work"), "half a block");
        try (ObjectStore reading = LocalObjectStore.openReadOnly(root())) {
            assertThat(reading.size("a")).isEqualTo(5);
            assertThatThrownBy(() -> reading.put("b", content("x"))).hasMessageContaining("open for reading only");
            assertThatThrownBy(() -> reading.delete("a")).hasMessageContaining("open for reading only");
        }
        assertThat(root().resolve(".tmp/in-work")).exists();
        assertThatThrownBy(() -> LocalObjectStore.openReadOnly(directory.resolve("none")))
                .hasMessageContaining("not a directory");
    }

    @Test
    void aClosedStoreTakesNothing() throws IOException {
        store.close();
        assertThatThrownBy(() -> store.put("a", content("x"))).hasMessageContaining("the store is closed");
    }

    /// What an interrupt in the middle of another thread's read does to the channel, in the three states its
    /// name can be in.
    @ParameterizedTest
    @ValueSource(strings = {"there", "deleted", "replaced"})
    void readsOnAfterTheChannelWasClosed(String state) throws IOException {
        byte[] bytes = new byte[2_500_000];
        new Random(3).nextBytes(bytes);
        store.put("a", ObjectContent.of(bytes));
        try (LocalObjectReader reader = (LocalObjectReader) store.open("a")) {
            if (state.equals("deleted")) {
                store.delete("a");
            } else if (state.equals("replaced")) {
                store.put("a", ObjectContent.of(new byte[bytes.length]));
            }
            reader.channel().close();
            for (int i = 0; i < 2; i++) {
                ByteBuffer found = ByteBuffer.allocate(bytes.length);
                reader.readFully(0, found);
                assertThat(found.array()).isEqualTo(bytes);
            }
            assertThat(reader.channel().isOpen()).isEqualTo(state.equals("there"));
        }
    }

    @Test
    void anInterruptEndsOneReadOnly() throws IOException {
        store.put("a", content("spans"));
        try (ObjectReader reader = store.open("a")) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> reader.read(0, ByteBuffer.allocate(5))).isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(reader.read(0, ByteBuffer.allocate(5))).isEqualTo(5);
        }
    }

    private String openInAnotherProcess() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(List.of(
                        java, "-cp", System.getProperty("java.class.path"), Opener.class.getName(), root().toString()))
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(Deadline.SECONDS, TimeUnit.SECONDS)).isTrue();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }

    /// Another process that opens the store.
    static final class Opener {

        private Opener() {}

        public static void main(String[] args) {
            try (ObjectStore store = LocalObjectStore.open(Path.of(args[0]))) {
                System.out.println("opened " + store);
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private Path root() {
        return directory.resolve("data/objects");
    }

    private static List<Path> filesUnder(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static ObjectContent content(String text) {
        return ObjectContent.of(StandardCharsets.UTF_8.encode(text));
    }
}
