package io.rubato.tracing.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/// Tells a [ServerCall] what becomes of a servlet's response.
final class TracedServletResponse extends HttpServletResponseWrapper {
    private final ServerCall call;
    private @Nullable ServletOutputStream stream;
    private @Nullable PrintWriter writer;

    TracedServletResponse(HttpServletResponse response, ServerCall call) {
        super(response);
        this.call = call;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        if (stream == null) {
            stream = new TracedServletOutput(super.getOutputStream(), call);
        }
        return stream;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (writer == null) {
            writer = new PrintWriter(new Watching(super.getWriter()));
        }
        return writer;
    }

    /// Over the container's own writer, which knows the encoding and flushes at the end, and keeps its errors to
    /// itself.
    private final class Watching extends Writer {
        private final PrintWriter out;

        Watching(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void write(char[] characters, int from, int length) throws IOException {
            out.write(characters, from, length);
            call.began();
        }

        @Override
        public void flush() throws IOException {
            if (out.checkError()) {
                IOException lost = new IOException("the connection does not take more");
                call.lost(lost);
                throw lost;
            }
        }

        @Override
        public void close() {
            out.close();
        }
    }
}
