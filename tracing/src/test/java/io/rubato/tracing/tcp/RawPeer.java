package io.rubato.tracing.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rubato.tracing.Deadline;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/// The protocol byte by byte.
final class RawPeer implements AutoCloseable {
    final Socket socket;
    final DataOutputStream out;
    private final DataInputStream in;

    RawPeer(InetSocketAddress server) throws IOException {
        this(new Socket(server.getAddress(), server.getPort()));
    }

    RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(Deadline.MILLIS);
        out = new DataOutputStream(socket.getOutputStream());
        in = new DataInputStream(socket.getInputStream());
    }

    void request(String path, String headers, String payload) throws IOException {
        request(path, headers.getBytes(UTF_8), payload);
    }

    void request(String path, byte[] headers, String payload) throws IOException {
        out.writeShort(path.length());
        out.writeBytes(path);
        out.writeShort(headers.length);
        out.write(headers);
        out.writeInt(payload.length());
        out.writeBytes(payload);
        out.flush();
    }

    /// Reads a request and returns its path.
    String readRequest() throws IOException {
        String path = new String(in.readNBytes(in.readUnsignedShort()), UTF_8);
        in.readNBytes(in.readUnsignedShort());
        in.readNBytes(in.readInt());
        return path;
    }

    String answer() throws IOException {
        return new String(in.readNBytes(in.readInt()), UTF_8);
    }

    boolean isAtEnd() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
