package io.rubato.tracing.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/// A socket's input whose reads end at a deadline, so that a peer that sends a byte now and then holds nobody up. For
/// one thread.
final class TimedInput extends InputStream {
    private final Socket socket;
    private final InputStream in;
    private long deadline;
    private boolean limited;

    TimedInput(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /// From now on everything must have come within `nanos`; 0 for no limit.
    void limit(long nanos) {
        limited = nanos > 0;
        deadline = System.nanoTime() + nanos;
    }

    private void arm() throws IOException {
        if (!limited) {
            socket.setSoTimeout(0);
            return;
        }
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("not in time");
        }
        socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
    }

    @Override
    public int read() throws IOException {
        arm();
        return in.read();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        arm();
        return in.read(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
