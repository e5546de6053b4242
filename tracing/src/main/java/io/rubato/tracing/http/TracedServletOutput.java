package io.rubato.tracing.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/// Tells a [ServerCall] what becomes of a response's bytes.
final class TracedServletOutput extends ServletOutputStream {
    private final ServletOutputStream out;
    private final ServerCall call;

    TracedServletOutput(ServletOutputStream out, ServerCall call) {
        this.out = out;
        this.call = call;
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
        }
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

    private IOException noted(IOException e) {
        call.lost(e);
        return e;
    }
}
