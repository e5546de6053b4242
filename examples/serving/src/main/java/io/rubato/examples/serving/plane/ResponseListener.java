package io.rubato.examples.serving.plane;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where workers bring results: the caller's end of the response plane. Safe for concurrent use; closed by whoever
/// opened it.
public final class ResponseListener implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ResponseListener.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SILENT_MILLIS = 60_000;

    private final ServerSocket server;
    private final Map<String, CompletableFuture<Connection>> waiting = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "response-plane");
        thread.setDaemon(true);
        return thread;
    });

    record Handshake(String subject) {}

    /// A worker's connection after the handshake.
    record Connection(Socket socket, DataInputStream in) {}

    /// Listens on a port that the system picks.
    public ResponseListener() throws IOException {
        server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /// Gets ready for one request's results.
    public Responses expect() {
        String subject = UUID.randomUUID().toString();
        CompletableFuture<Connection> connection = new CompletableFuture<>();
        waiting.put(subject, connection);
        String address = server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
        return new Responses(new Envelope.Home(address, subject), connection, () -> waiting.remove(subject));
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                threads.execute(() -> shakeHands(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    log.warn("response plane: cannot accept: {}", e.toString());
                }
            }
        }
    }

    private void shakeHands(Socket socket) {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(SILENT_MILLIS);
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
            Frame frame = Frame.read(in);
            if (frame.kind() != Frame.Kind.HANDSHAKE) {
                throw new IOException("the first frame is " + frame.kind() + ", expected HANDSHAKE");
            }
            Handshake handshake = JSON.readValue(frame.bytes(), Handshake.class);
            CompletableFuture<Connection> connection = waiting.remove(handshake.subject());
            if (connection == null || !connection.complete(new Connection(socket, in))) {
                socket.close();
            }
        } catch (IOException e) {
            log.warn(
                    "response plane: connection from {} is refused: {}", socket.getRemoteSocketAddress(), e.toString());
            closeQuietly(socket);
        }
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("response plane: cannot close {}: {}", socket, e.toString());
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            log.debug("response plane: cannot close the listener: {}", e.toString());
        }
        threads.shutdownNow();
    }
}
