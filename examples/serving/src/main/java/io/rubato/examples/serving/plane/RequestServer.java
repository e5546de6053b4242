package io.rubato.examples.serving.plane;

/// The worker's end of a request plane, open until it is closed.
public interface RequestServer extends AutoCloseable {
    /// Where it is, as [Instance#address] has it.
    String address();

    /// Takes no more requests; those taken go on.
    @Override
    void close();
}
