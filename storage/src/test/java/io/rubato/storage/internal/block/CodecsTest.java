package io.rubato.storage.internal.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.Hashing;
import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.Bits;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the encodings of a block write is what they read, at every width, count and mixture.
class CodecsTest {
    private static final int[] COUNTS = {0, 1, 2, 3, 31, 32, 33, 63, 64, 65, 127, 128, 129, 8191, 8192, 10_000};

    private final Ints ints = new Ints();
    private final Longs longs = new Longs();
    private Random random = new Random();

    @BeforeEach
    void seed() {
        long seed = Long.getLong("rubato.seed", 1);
        System.out.println("seed " + seed);
        random = new Random(seed);
    }

    private static Wire wire(ByteSink sink) {
        return new Wire().on(sink.bytes(), 0, sink.size());
    }

    @Test
    void intsOfEveryWidthAndCount() {
        for (int count : COUNTS) {
            for (int width = 0; width <= 32; width++) {
                int mask = width == 0 ? 0 : -1 >>> 32 - width;
                int base = width == 32 ? 0 : random.nextInt(1000);
                int[] values =
                        random.ints(count).map(value -> base + (value & mask)).toArray();
                assertComesBack(values);
                Arrays.fill(values, 0, count * 9 / 10, base);
                assertComesBack(values);
            }
        }
        assertComesBack(new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE});
        assertComesBack(new int[] {Integer.MAX_VALUE, 0});
    }

    private void assertComesBack(int[] values) {
        ByteSink sink = new ByteSink(10);
        ints.write(values, values.length, sink);
        Wire wire = wire(sink);
        assertThat(ints.read(wire, values.length)).isEqualTo(values);
        assertThat(wire.hasMore()).isFalse();
    }

    @Test
    void longsOfEveryWidthAndCount() {
        for (int count : COUNTS) {
            for (int width = 0; width <= 64; width++) {
                long mask = width == 0 ? 0 : -1L >>> 64 - width;
                long base = random.nextLong();
                long[] values =
                        random.longs(count).map(value -> base + (value & mask)).toArray();
                assertComesBack(values);
                for (int i = 0; i < count; i++) {
                    values[i] = values[i % Math.min(count, 1 + random.nextInt(130))];
                }
                assertComesBack(values);
            }
        }
        assertComesBack(new long[] {Long.MIN_VALUE, Long.MAX_VALUE});
        assertComesBack(new long[] {Long.MAX_VALUE, Long.MIN_VALUE, 0, -1});
        assertComesBack(random.longs(200)
                .map(value -> value < 0 ? Long.MIN_VALUE : Long.MAX_VALUE - (value & 255))
                .toArray());
    }

    private void assertComesBack(long[] values) {
        ByteSink sink = new ByteSink(10);
        longs.write(values, values.length, sink);
        Wire wire = wire(sink);
        assertThat(longs.read(wire, values.length)).isEqualTo(values);
        assertThat(wire.hasMore()).isFalse();
    }

    @Test
    void stringsOfEveryLength() {
        for (int round = 0; round < 300; round++) {
            int count = random.nextInt(40);
            int[] lengths = new int[count];
            ByteSink strings = new ByteSink(10);
            byte[][] values = new byte[count][];
            for (int i = 0; i < count; i++) {
                lengths[i] = random.nextInt(random.nextInt(3) == 0 ? 5000 : 3);
                values[i] = new byte[lengths[i]];
                if (round % 2 == 0) {
                    random.nextBytes(values[i]);
                }
                strings.put(values[i]);
            }
            ByteSink sink = new ByteSink(10);
            ByteStrings.write(strings, lengths, count, ints, sink);
            Wire wire = wire(sink);
            ByteStrings read = ByteStrings.read(wire, ints);
            assertThat(wire.hasMore()).isFalse();
            assertThat(read.size()).isEqualTo(count);
            for (int i = 0; i < count; i++) {
                assertThat(read.value(i)).isEqualTo(values[i]);
                assertThat(read.equal(values[i]).get(i)).isTrue();
            }
        }
    }

    @Test
    void tracesAreFoundAndOthersAreNot() {
        for (int count : new int[] {0, 1, 2, 7, 8, 9, 1000, 70_000}) {
            TraceId[] ids = new TraceId[count + 1];
            for (int i = 0; i < count; i++) {
                ids[i] = new TraceId(random.nextLong(), random.nextLong());
            }
            ByteSink sink = new ByteSink(10);
            TraceIndex.write(ids, count, ints, sink);
            TraceIndex index = TraceIndex.read(wire(sink), ints);
            for (int i = 0; i < count; i += 1 + count / 500) {
                TraceId id = ids[i];
                assertThat(index.find(id, trace -> ids[trace].equals(id))).isEqualTo(i);
            }
            TraceId missing = new TraceId(1, 2);
            assertThat(index.find(missing, trace -> ids[trace].equals(missing))).isEqualTo(-1);
        }
    }

    @Test
    void valuesAreFoundInTheirMorsels() {
        for (int count : new int[] {0, 1, 5, 300, 20_000}) {
            ValueIndexSink sink = new ValueIndexSink();
            byte[][] values = new byte[count][8];
            int[] morsels = new int[count];
            for (int i = 0; i < count; i++) {
                random.nextBytes(values[i]);
                morsels[i] = random.nextInt(70);
                sink.add(Hashing.hash(values[i], 0, 8), morsels[i]);
            }
            ByteSink bytes = new ByteSink(10);
            sink.write(ints, bytes);
            ValueIndex index = ValueIndex.read(wire(bytes), ints);
            for (int i = 0; i < count; i += 1 + count / 500) {
                assertThat(index.find(values[i], 70).get(morsels[i])).isTrue();
            }
            assertThat(index.find(new byte[] {1}, 70).count()).isLessThan(5);
        }
    }

    @Test
    void codesOccurInTheirMorselsOnly() {
        for (int round = 0; round < 50; round++) {
            int codes = 1 + random.nextInt(200);
            int morsels = 1 + random.nextInt(70);
            DictionarySink dictionary = new DictionarySink(codes);
            int[] blockCodes = new int[codes];
            Set<Long> pairs = new HashSet<>();
            for (int morsel = 0; morsel < morsels; morsel++) {
                for (int i = 0; i < 20; i++) {
                    int code = random.nextInt(codes);
                    byte[] value = {(byte) code};
                    blockCodes[code] = dictionary.code(code, value, 0, 1, morsel);
                    pairs.add((long) blockCodes[code] << 32 | morsel);
                }
            }
            ByteSink sink = new ByteSink(10);
            dictionary.writeOccurrence(morsels, sink);
            Occurrence occurrence = Occurrence.read(wire(sink), morsels);
            for (int code = 0; code < occurrence.codes(); code++) {
                Bits wanted = new Bits(occurrence.codes());
                wanted.set(code);
                long high = (long) code << 32;
                assertThat(IntStream.range(0, morsels)
                                .filter(occurrence.morselsWith(wanted)::get)
                                .boxed())
                        .isEqualTo(IntStream.range(0, morsels)
                                .filter(morsel -> pairs.contains(high | morsel))
                                .boxed()
                                .toList());
            }
        }
    }
}
