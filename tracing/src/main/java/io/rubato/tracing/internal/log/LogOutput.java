package io.rubato.tracing.internal.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Where records go: each is one write, so that lines of several threads, or of several processes on one pipe, stay
/// whole. A failing output (a closed pipe, a full disk) is ignored: telemetry does not fail the application.
public final class LogOutput {
    private final OutputStream out;

    /// An output of the given stream, which it does not close.
    public LogOutput(OutputStream out) {
        this.out = out;
    }

    /// The standard error of the process, unbuffered.
    public static LogOutput standardError() {
        return new LogOutput(new FileOutputStream(FileDescriptor.err));
    }

    synchronized void write(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            return;
        }
    }
}
