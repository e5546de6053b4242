package io.rubato.query.internal.graph;

import io.rubato.storage.scan.SpanSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a worker knows of the source that it is at. Of one source only, because there may be many: workers come to the
/// batches source by source. Not thread-safe.
final class LastSource<T> {
    private final Function<SpanSource, T> make;
    private @Nullable SpanSource source;
    private @Nullable T known;

    LastSource(Function<SpanSource, T> make) {
        this.make = make;
    }

    @SuppressWarnings("ReferenceEquality") // a source is given by the object, not by what it is called
    T of(SpanSource asked) {
        T value = known;
        if (value == null || source != asked) {
            value = make.apply(asked);
            known = value;
            source = asked;
        }
        return value;
    }
}
