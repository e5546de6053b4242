package io.rubato.storage.loop;

/// Waiting for threads.
public final class Threads {
    private Threads() {}

    /// Waits for the end of a thread that ends soon, keeping an interrupt for the caller.
    public static void join(Thread thread) {
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
