package io.rubato.storage.internal.manifest;

import static io.rubato.storage.internal.manifest.Blocks.block;
import static io.rubato.storage.internal.manifest.Blocks.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ManifestTest {

    private static final Manifest THREE = Manifest.EMPTY.add(block(1), 10).add(List.of(block(2), block(3)), 30);

    @Test
    void addKeepsOrderAndMovesTheLogOn() {
        assertThat(THREE).isEqualTo(new Manifest(2, 30, List.of(block(1), block(2), block(3)), List.of()));
        assertThat(THREE.add(List.of(), 40).walPosition()).isEqualTo(40);
        assertThat(THREE.find(id(2))).contains(block(2));
        assertThat(THREE.find(id(9))).isEmpty();
        assertThat(Manifest.EMPTY.live()).isEmpty();
    }

    @Test
    void addRefusesWhatCannotBe() {
        assertThatThrownBy(() -> THREE.add(block(4), 29)).hasMessageContaining("log position 29 is before");
        assertThatThrownBy(() -> THREE.add(block(2), 30)).hasMessageContaining("in the manifest twice");
        Manifest retired = THREE.retire(List.of(id(2)), RetireReason.AGE, 7);
        assertThatThrownBy(() -> retired.add(block(2), 30)).hasMessageContaining("in the manifest twice");
    }

    @Test
    void mergePutsOneInThePlaceOfMany() {
        BlockEntry merged = block(4, "single-tenant", List.of(id(3), id(1)));
        assertThat(THREE.merge(List.of(id(1), id(3)), List.of(merged), 7))
                .isEqualTo(new Manifest(
                        3,
                        30,
                        List.of(block(2), merged),
                        List.of(
                                new RetiredBlock(block(1), 7, RetireReason.MERGED),
                                new RetiredBlock(block(3), 7, RetireReason.MERGED))));
        assertThat(THREE.merge(List.of(id(1)), List.of(), 7).live()).containsExactly(block(2), block(3));
    }

    @Test
    void mergeRefusesWhatCannotBe() {
        List<UUID> inputs = List.of(id(1), id(2));
        BlockEntry right = block(4, "single-tenant", inputs);
        assertThatThrownBy(() -> THREE.merge(List.of(id(1), id(8)), List.of(right), 7))
                .hasMessageContaining(id(8) + "] are not live in manifest generation 2");
        assertThatThrownBy(() -> THREE.merge(List.of(id(1)), List.of(right), 7))
                .hasMessageContaining("says it was merged");
        assertThatThrownBy(() -> THREE.merge(inputs, List.of(block(4, "other", inputs)), 7))
                .hasMessageContaining("expected one tenant");
        Manifest twoTenants = THREE.add(block(5, "other", List.of()), 30);
        List<UUID> both = List.of(id(1), id(5));
        assertThatThrownBy(() -> twoTenants.merge(both, List.of(block(6, "other", both)), 7))
                .hasMessageContaining("expected one tenant");
    }

    @Test
    void retireThenForget() {
        Manifest retired = THREE.retire(List.of(id(1), id(2)), RetireReason.SIZE, 7);
        assertThat(retired.live()).containsExactly(block(3));
        assertThat(retired.retired()).extracting(RetiredBlock::reason).containsOnly(RetireReason.SIZE);
        assertThat(retired.forget(List.of(id(2))).retired())
                .containsExactly(new RetiredBlock(block(1), 7, RetireReason.SIZE));
        assertThat(retired.forget(List.of(id(2))).generation()).isEqualTo(4);
        assertThatThrownBy(() -> retired.retire(List.of(id(1)), RetireReason.AGE, 8))
                .hasMessageContaining("not live");
        assertThatThrownBy(() -> retired.forget(List.of(id(1), id(3))))
                .hasMessageContaining("[" + id(3) + "] are not retired");
    }

    @Test
    void entriesAreChecked() {
        assertThatThrownBy(() -> block(1, "a/b", List.of())).hasMessageContaining("expected no slash");
        assertThatThrownBy(() -> block(1, "..", List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new BlockEntry(id(1), "t", 0, -1, 0, 0, 0, 0, 0, 0, 0, 1, List.of(), List.of(), 0, null, false))
                .hasMessageContaining("spans -1");
        assertThat(block(1).dataKey()).isEqualTo("blocks/single-tenant/" + id(1) + "/data");
    }

    @Test
    void aMoveHidesTracesAndNamesWhereTheyWent() {
        Manifest before = Manifest.EMPTY.add(List.of(block(1), block(2)), 9);
        BlockEntry output = movedFrom(3, id(1));
        Manifest moved = before.move(List.of(output), Map.of(id(1), dead(1, 4)));
        assertThat(moved.live()).extracting(BlockEntry::id).containsExactly(id(1), id(2), id(3));
        assertThat(moved.generation()).isEqualTo(before.generation() + 1);
        assertThat(moved.find(id(1)).orElseThrow().liveTraces()).isEqualTo(6);
        assertThat(moved.find(id(1)).orElseThrow().liveSpans())
                .isEqualTo(before.find(id(1)).orElseThrow().spans() - 4);
        assertThat(moved.find(id(2)).orElseThrow().vector()).isNull();
        assertThat(moved.walPosition()).isEqualTo(9);
        assertThatThrownBy(() -> moved.move(List.of(), Map.of(id(1), dead(2, 3))))
                .hasMessageContaining("does not contain");
        assertThatThrownBy(() -> moved.move(List.of(), Map.of(id(1), dead(1, 5))))
                .hasMessageContaining("does not contain");
        assertThatThrownBy(() -> moved.move(List.of(), Map.of(id(8), dead(1, 1))))
                .hasMessageContaining("not live");
    }

    @Test
    void whoLosesMovedTracesIsMarked() {
        Manifest moved = Manifest.EMPTY
                .add(List.of(block(1), block(2)), 9)
                .move(List.of(movedFrom(3, id(1))), Map.of(id(1), dead(1, 4)));
        Manifest expired = moved.retire(List.of(id(3)), RetireReason.AGE, 5);
        assertThat(expired.find(id(1)).orElseThrow().lostDead()).isTrue();
        assertThat(expired.find(id(2)).orElseThrow().lostDead()).isFalse();
        Manifest other = moved.move(List.of(movedFrom(4, id(2))), Map.of(id(2), dead(1, 4)))
                .retire(List.of(id(4)), RetireReason.AGE, 5);
        assertThat(other.find(id(1)).orElseThrow().lostDead()).isFalse();
        assertThat(other.find(id(2)).orElseThrow().lostDead()).isTrue();
        Manifest movedOn = moved.retire(List.of(id(3)), RetireReason.MOVED, 5);
        assertThat(movedOn.find(id(1)).orElseThrow().lostDead()).isFalse();
    }

    private static VectorRef dead(long version, long traces) {
        return new VectorRef(version, traces, traces, "AAAB", null);
    }

    private static BlockEntry movedFrom(int number, UUID source) {
        return new BlockEntry(
                id(number),
                "single-tenant",
                1,
                4,
                4,
                100,
                1,
                2,
                1,
                5,
                4,
                2,
                List.of(),
                List.of(source),
                0,
                null,
                false);
    }
}
