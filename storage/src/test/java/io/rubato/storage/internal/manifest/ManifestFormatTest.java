package io.rubato.storage.internal.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ManifestFormatTest {

    private static final long SEED = 4711;
    private static final UUID WRITER = new UUID(1, 2);

    @Test
    void givesBackAnyManifest() throws IOException {
        Random random = new Random(SEED);
        for (int i = 0; i < 300; i++) {
            Manifest manifest = Blocks.random(random);
            assertThat(ManifestFormat.decode(ManifestFormat.encode(manifest, WRITER)))
                    .as("seed %d, manifest %d", SEED, i)
                    .isEqualTo(manifest);
        }
    }

    @Test
    void isTwoLinesOfJson() throws IOException {
        assertThat(new String(
                        ManifestFormat.encode(Manifest.EMPTY.add(Blocks.block(1), 9), WRITER), StandardCharsets.UTF_8))
                .isEqualTo("""
                        {"version":2,"writer":"00000000-0000-0001-0000-000000000002","generation":1,"walPosition":9,"live":[\
                        {"id":"00000000-0000-b10c-0000-000000000001","tenant":"single-tenant","level":0,"spans":100,\
                        "traces":10,"bytes":3600,"minStartNanos":1,"maxEndNanos":2,"maxTraceStartNanos":1,\
                        "createdMillis":5,"newestMillis":4,"formatVersion":1,"mergedFrom":[],"movedFrom":[],"walTo":7}],\
                        "retired":[]}
                        {"crc32c":"f92c6a2d","bytes":384}
                        """);
    }

    @Test
    void noticesEveryFlippedBit() throws IOException {
        byte[] bytes = ManifestFormat.encode(Manifest.EMPTY.add(Blocks.block(1), 9), WRITER);
        for (int i = 0; i < bytes.length; i++) {
            byte[] flipped = bytes.clone();
            flipped[i] ^= (byte) (1 << (i % 8));
            assertThatThrownBy(() -> ManifestFormat.decode(flipped))
                    .as("byte %d", i)
                    .isInstanceOf(DamagedManifestException.class);
        }
    }

    @Test
    void noticesEveryTruncationAndAddition() throws IOException {
        byte[] bytes = ManifestFormat.encode(Manifest.EMPTY.add(Blocks.block(1), 9), WRITER);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> ManifestFormat.decode(cut))
                    .as("length %d", length)
                    .isInstanceOf(DamagedManifestException.class);
        }
        assertThatThrownBy(() -> ManifestFormat.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(DamagedManifestException.class);
    }

    /// With a right checksum, as a faulty writer would leave it: anything but the one exception would end a
    /// start-up badly.
    @Test
    void survivesAnyContent() throws IOException {
        Random random = new Random(SEED);
        byte[] body = text(ManifestFormat.encode(Blocks.random(random), WRITER))
                .lines()
                .findFirst()
                .orElseThrow()
                .getBytes(StandardCharsets.UTF_8);
        int damaged = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] changed = body.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                changed[random.nextInt(changed.length)] =
                        (byte) " {}[]\":,0123456789abceflnrstu-.\\".charAt(random.nextInt(32));
            }
            byte[] cut = random.nextInt(4) == 0 ? Arrays.copyOf(changed, random.nextInt(changed.length)) : changed;
            try {
                ManifestFormat.decode(ManifestFormat.seal(cut));
            } catch (DamagedManifestException | NewerManifestException e) {
                damaged++;
            }
        }
        assertThat(damaged).isGreaterThan(1_000);
    }

    @Test
    void skipsWhatItDoesNotKnow() throws IOException {
        assertThat(decode("""
                        {"version":1,"new":{"live":[1,{"a":[]}]},"generation":4,"walPosition":7,"retired":[],"live":[],"x":null}""")).isEqualTo(new Manifest(4, 7, List.of(), List.of()));
        String written = text(ManifestFormat.encode(
                Manifest.EMPTY.add(Blocks.block(1), 1).retire(List.of(Blocks.id(1)), RetireReason.AGE, 2), WRITER));
        String newer = written.lines()
                .findFirst()
                .orElseThrow()
                .replace("\"AGE\"", "\"BOREDOM\",\"shard\":3,\"tags\":{\"a\":[1]},\"ratio\":0.5");
        assertThat(decode(newer).retired()).extracting(RetiredBlock::reason).containsExactly(RetireReason.OTHER);
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> decode("{\"version\":1,\"generation\":4,\"live\":[],\"retired\":[]}"))
                .isInstanceOf(DamagedManifestException.class)
                .hasMessageContaining("no field 'walPosition'");
        assertThatThrownBy(() -> decode("{\"generation\":4,\"walPosition\":7,\"live\":[],\"retired\":[]}"))
                .hasMessageContaining("no field 'version'");
        assertThatThrownBy(() -> decode("[]")).hasMessageContaining("expected START_OBJECT");
    }

    @Test
    void tellsNewerFromDamaged() {
        assertThatThrownBy(() -> decode("{\"version\":3,\"blocks\":[]}"))
                .isInstanceOf(NewerManifestException.class)
                .hasMessageContaining("format version 3");
    }

    @Test
    void readsTheFirstVersion() throws IOException {
        Manifest manifest = ManifestFormat.decode("""
                {"version":1,"writer":"00000000-0000-0001-0000-000000000002","generation":1,"walPosition":9,"live":[\
                {"id":"00000000-0000-b10c-0000-000000000001","tenant":"single-tenant","level":0,"spans":100,\
                "traces":10,"bytes":3600,"minStartNanos":1,"maxEndNanos":2,"maxTraceStartNanos":1,\
                "createdMillis":5,"formatVersion":1,"mergedFrom":[]}],"retired":[]}
                {"crc32c":"160d0bea","bytes":342}
                """.getBytes(StandardCharsets.UTF_8));
        BlockEntry block = manifest.live().getFirst();
        assertThat(block.walTo()).isZero();
        assertThat(block.vector()).isNull();
        assertThat(block.liveSpans()).isEqualTo(100);
    }

    private static Manifest decode(String body) throws IOException {
        return ManifestFormat.decode(ManifestFormat.seal(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
