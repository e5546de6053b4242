package io.rubato.storage;

/// Counts the memory that work takes while it goes on, bytes, and may refuse it by an exception of its own.
public interface MemoryUse {
    /// Counts nothing.
    MemoryUse UNCOUNTED = new MemoryUse() {
        @Override
        public void use(long bytes) {}

        @Override
        public void release(long bytes) {}
    };

    /// Called before the memory is taken.
    void use(long bytes);

    /// Called once the memory is no longer needed.
    void release(long bytes);
}
