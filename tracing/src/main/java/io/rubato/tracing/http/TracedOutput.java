package io.rubato.tracing.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Tells a [ServerCall] what becomes of a response's body.
final class TracedOutput extends FilterOutputStream {
    private final ServerCall call;
    private final Runnable closed;

    TracedOutput(OutputStream body, ServerCall call, Runnable closed) {
        super(body);
        this.call = call;
        this.closed = closed;
    }

    @Override
    public void write(int b) throws IOException {
        try {
            out.write(b);
        } catch (IOException e) {
            throw noted(e);
        }
        call.wrote(1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            throw noted(e);
        }
        call.wrote(length);
    }

    @Override
    public void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            throw noted(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            out.close();
        } catch (IOException e) {
            throw noted(e);
        } finally {
            closed.run();
        }
    }

    private IOException noted(IOException e) {
        call.lost(e);
        return e;
    }
}
