package io.rubato.storage.inspect;

import java.io.IOException;

/// Takes the traces of a block, one after another.
@FunctionalInterface
public interface TraceConsumer {
    /// @param trace a serialized OTLP `TracesData`; the consumer's to keep
    void accept(byte[] trace) throws IOException;
}
