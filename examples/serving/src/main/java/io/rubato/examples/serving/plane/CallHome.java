package io.rubato.examples.serving.plane;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The worker's end of a response connection. It learns there, too, that the caller has gone away. Results are for one
/// thread; [#isCancelled] is for any.
public final class CallHome implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CallHome.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONNECT_MILLIS = 5_000;

    private final Socket socket = new Socket();
    private final DataOutputStream out;
    private volatile boolean cancelled;
    private volatile boolean done;

    /// Connects to who asked.
    ///
    /// @throws IOException if nobody is there
    public CallHome(Envelope.Home home) throws IOException {
        int colon = home.address().lastIndexOf(':');
        try {
            int port = Integer.parseInt(home.address().substring(colon + 1));
            socket.connect(new InetSocketAddress(home.address().substring(0, colon), port), CONNECT_MILLIS);
            socket.setTcpNoDelay(true);
            out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
            send(Frame.Kind.HANDSHAKE, new ResponseListener.Handshake(home.subject()));
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            socket.close();
            throw new IOException("cannot call home to " + home.address() + ": " + e.getMessage(), e);
        }
        Thread watch = new Thread(this::watch, "response-watch");
        watch.setDaemon(true);
        watch.start();
    }

    /// The caller never writes, so whatever read returns means that it has gone.
    private void watch() {
        try {
            int end = socket.getInputStream().read();
            log.trace("response plane: read {}", end);
        } catch (IOException e) {
            log.trace("response plane: {}", e.toString());
        }
        cancelled = !done;
    }

    /// Whether the caller has gone away.
    public boolean isCancelled() {
        return cancelled;
    }

    /// Sends a record as JSON.
    public void item(Object item) throws IOException {
        send(Frame.Kind.ITEM, item);
    }

    /// Sends bytes.
    public void data(ByteBuffer bytes) throws IOException {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        new Frame(Frame.Kind.DATA, copy).write(out);
    }

    /// Says that this is all.
    public void end() throws IOException {
        done = true;
        new Frame(Frame.Kind.END, new byte[0]).write(out);
    }

    /// Says that there is no more, for it failed; a caller that has gone does not mind.
    public void fail(String kind, String message) {
        done = true;
        try {
            send(Frame.Kind.ERROR, Map.of("type", kind, "message", message));
        } catch (IOException e) {
            log.debug("response plane: cannot say that {}: {}", message, e.toString());
        }
    }

    private void send(Frame.Kind kind, Object content) throws IOException {
        new Frame(kind, JSON.writeValueAsBytes(content)).write(out);
    }

    @Override
    public void close() {
        done = true;
        ResponseListener.closeQuietly(socket);
    }
}
