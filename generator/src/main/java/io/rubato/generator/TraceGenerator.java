package io.rubato.generator;

import io.rubato.generator.internal.ArrivalStream;
import io.rubato.generator.internal.BatchStream;
import io.rubato.generator.internal.TraceStream;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// Generates traces of 24 services with 5 instances each and gives them out as the batches that those
/// 120 processes would send: a trace's spans come in several batches, each span soon after it ended.
///
/// Everything follows from the seed and the options, byte for byte. Not safe for use by several
/// threads; give each its own generator with another seed. Trace ids of different seeds do not collide.
public final class TraceGenerator implements Iterator<Batch> {
    private final BatchStream stream;

    /// Instances take turns evenly, so that a trace comes within little more than the delay.
    public TraceGenerator(long seed, GeneratorOptions options) {
        stream = new TraceStream(seed, options);
    }

    /// Instances export each for itself, in the order spans end in. [Batch#arrivalNanos] never decreases; it
    /// is when the batch arrives, late ones too.
    public TraceGenerator(long seed, GeneratorOptions options, Arrivals arrivals) {
        stream = new ArrivalStream(seed, options, arrivals);
    }

    /// Whether a batch is left: false once the wanted number of spans was given out.
    @Override
    public boolean hasNext() {
        return stream.advance();
    }

    /// @throws NoSuchElementException if none is left
    @Override
    public Batch next() {
        if (!stream.advance()) {
            throw new NoSuchElementException("all spans were given out; ask hasNext() first");
        }
        return stream.take();
    }

    /// What was generated up to now; what arrives twice counts once. It is the truth about the batches
    /// given out only once [#hasNext] is false: before that, some spans are still on their way.
    public Truth truth() {
        return stream.truth();
    }
}
