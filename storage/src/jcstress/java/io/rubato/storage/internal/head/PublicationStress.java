package io.rubato.storage.internal.head;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/// What readers without locks rely on: a value that was published is seen whole, also while the arrays around
/// it are replaced because something else is added.
public final class PublicationStress {
    private static final int FEW = 64;
    private static final int CHUNK = 1 << 12;
    private static final int WRONG = -2;

    private PublicationStress() {}

    /// How often a published value was not what it is. Exceptions count as such.
    private static void check(I_Result result, java.util.function.IntSupplier value, int expected) {
        int seen;
        try {
            seen = value.getAsInt();
        } catch (RuntimeException e) {
            seen = WRONG;
        }
        result.r1 = seen == expected ? 0 : 1;
    }

    /// The first chunk is replaced by a larger one.
    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "the published value")
    @Outcome(expect = Expect.FORBIDDEN, desc = "another one")
    @State
    public static class GrowingFirstChunk {
        final IntChunks ints = new IntChunks();
        final LongChunks longs = new LongChunks();

        public GrowingFirstChunk() {
            for (int i = 0; i < FEW; i++) {
                ints.add(i + 1);
                longs.add(i + 1);
            }
        }

        @Actor
        public void writer() {
            ints.add(7);
            longs.add(7);
        }

        @Actor
        public void reader(I_Result result) {
            check(result, () -> ints.get(5) + (int) longs.get(5), 12);
        }

        @Actor
        public void gatherer() {
            if (ints.gather(new int[] {5})[0] != 6 || longs.gather(new int[] {5})[0] != 6) {
                throw new IllegalStateException("gathered another value");
            }
        }
    }

    /// The array of chunks is replaced by a longer one.
    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "the published value")
    @Outcome(expect = Expect.FORBIDDEN, desc = "another one")
    @State
    public static class GrowingChunks {
        final IntChunks ints = new IntChunks();

        public GrowingChunks() {
            for (int i = 0; i < 16 * CHUNK; i++) {
                ints.add(i + 1);
            }
        }

        @Actor
        public void writer() {
            ints.add(7);
        }

        @Actor
        public void reader(I_Result result) {
            check(result, () -> ints.get(15 * CHUNK), 15 * CHUNK + 1);
        }
    }

    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "the published value")
    @Outcome(expect = Expect.FORBIDDEN, desc = "another one")
    @State
    public static class GrowingShapes {
        final Shapes shapes = new Shapes();
        final int known = shapes.child(Shapes.EMPTY, 3);

        public GrowingShapes() {
            for (int i = 0; shapes.count() < FEW; i++) {
                shapes.child(Shapes.EMPTY, i + 10);
            }
        }

        @Actor
        public void writer() {
            shapes.child(known, 5);
        }

        @Actor
        public void reader(I_Result result) {
            check(result, () -> shapes.columns(known)[0], 3);
        }
    }

    @JCStressTest
    @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "the published value")
    @Outcome(expect = Expect.FORBIDDEN, desc = "another one")
    @State
    public static class GrowingArena {
        final ByteArena arena = new ByteArena();
        final long known;

        public GrowingArena() {
            known = arena.add(new byte[] {42}, 0, 1);
            for (int i = 0; i < 3; i++) {
                arena.add(new byte[1 << 13], 0, 1 << 13);
            }
        }

        @Actor
        public void writer() {
            arena.add(new byte[1 << 13], 0, 1 << 13);
        }

        @Actor
        public void reader(I_Result result) {
            check(result, () -> arena.page(known)[ByteArena.offset(known)], 42);
        }
    }

    /// A reader that began earlier follows the chain of a trace from rows that it may not look at.
    @JCStressTest
    @Outcome(id = {"-1, -3", "0, -1", "1, 0"}, expect = Expect.ACCEPTABLE, desc = "each row leads to the one before")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a row was seen before what it leads to")
    @State
    public static class ChainOfRows {
        final TraceTable traces = new TraceTable();
        final IntChunks previousRows = new IntChunks();
        final int trace = traces.intern(1, 2);

        @Actor
        public void writer() {
            for (int row = 0; row < 2; row++) {
                previousRows.add(traces.lastRow(trace));
                traces.lastRow(trace, row);
            }
        }

        @Actor
        public void reader(II_Result result) {
            result.r1 = traces.lastRow(trace);
            result.r2 = -3;
            if (result.r1 >= 0) {
                try {
                    result.r2 = previousRows.get(result.r1);
                } catch (RuntimeException e) {
                    result.r2 = WRONG;
                }
            }
        }
    }
}
