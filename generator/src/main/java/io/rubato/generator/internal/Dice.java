package io.rubato.generator.internal;

/// A seeded source of random numbers (SplitMix64), written out here so that one seed gives the same
/// bytes on every Java version. Not safe for use by several threads.
public final class Dice {
    private long state;

    public Dice(long seed) {
        state = seed;
    }

    /// The next 64 random bits.
    public long next() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /// 64 random bits, never all zero: OTLP forbids such ids.
    long id() {
        long id = next();
        return id == 0 ? 1 : id;
    }

    /// Uniform over [0, 1).
    double unit() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    boolean chance(double probability) {
        return probability > 0 && unit() < probability;
    }

    /// Uniform over [0, bound).
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /// Over [0, bound), small numbers far more often than large ones: a few hot values and a long tail.
    int skewed(int bound) {
        double u = unit();
        return (int) (u * u * u * bound);
    }

    /// Log-normal around `median` within bounds; `sigma` is the standard deviation of its logarithm.
    long logNormal(long median, double sigma, long least, long most) {
        long value = logNormal(median, sigma);
        while (value < least || value > most) {
            value = logNormal(median, sigma);
        }
        return value;
    }

    /// `StrictMath`, so that every machine draws the same.
    private long logNormal(long median, double sigma) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - unit()));
        return (long) (median * StrictMath.exp(sigma * radius * StrictMath.cos(2 * StrictMath.PI * unit())));
    }

    /// A duration around `nanos` with a jitter of single nanoseconds and, one time in 64, a tail of
    /// several times as long.
    long around(long nanos) {
        double u = unit();
        double factor = 0.5 + 1.3 * u * u;
        if ((next() & 63) == 0) {
            factor *= 2 + 6 * u;
        }
        return (long) (nanos * factor);
    }
}
