package io.rubato.storage.internal.wal;

/// Waiting for the log's own threads.
final class Threads {
    private Threads() {}

    /// Waits for the end of a thread that ends soon, keeping an interrupt for the caller.
    static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
