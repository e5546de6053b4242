package io.rubato.examples.serving.load;

import java.util.Random;

/// What clients do, and how often: mostly small talk, and a bit of all that a trace is needed for.
enum Mix {
    /// A short question, the answer at once.
    SHORT(42),
    /// A short question, the answer as a stream.
    STREAM(34),
    /// A long text, which keeps the prefill worker busy.
    LONG(5),
    /// Many short questions at the same time, which pile up in the queue.
    BURST(3),
    /// A client that goes away in the middle of the answer.
    DISCONNECT(6),
    /// The prefill worker fails.
    PREFILL_FAULT(3),
    /// The decode worker fails half-way.
    DECODE_FAULT(3),
    /// A model that is not served.
    UNKNOWN_MODEL(2),
    /// A body that is not JSON.
    GARBAGE(2);

    private final int weight;

    Mix(int weight) {
        this.weight = weight;
    }

    static Mix pick(Random random) {
        int sum = 0;
        for (Mix each : values()) {
            sum += each.weight;
        }
        int left = random.nextInt(sum);
        for (Mix each : values()) {
            left -= each.weight;
            if (left < 0) {
                return each;
            }
        }
        throw new AssertionError("the weights do not add up");
    }
}
