package io.rubato.tracing.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/// A [TracedOutput] as servlets want it. The call ends with the request, not with the stream.
final class TracedServletOutput extends ServletOutputStream {
    private final ServletOutputStream out;
    private final TracedOutput traced;
    private final ServerCall call;

    TracedServletOutput(ServletOutputStream out, ServerCall call) {
        this.out = out;
        this.traced = new TracedOutput(out, call, () -> {});
        this.call = call;
    }

    @Override
    public void write(int b) throws IOException {
        traced.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        traced.write(bytes, from, length);
    }

    @Override
    public void flush() throws IOException {
        traced.flush();
    }

    @Override
    public void close() throws IOException {
        traced.close();
    }

    @Override
    public boolean isReady() {
        return out.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        out.setWriteListener(new WriteListener() {
            @Override
            public void onWritePossible() throws IOException {
                listener.onWritePossible();
            }

            @Override
            public void onError(Throwable thrown) {
                call.lost(thrown instanceof IOException e ? e : new IOException(thrown));
                listener.onError(thrown);
            }
        });
    }
}
