package io.rubato.tracing.tcp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The connections of a client to one peer. An idle one is taken first, then a new one opened, then the least busy one
/// shared. The lock is never held over input or output.
final class PeerPool {
    private final InetSocketAddress peer;
    private final TcpClient.Settings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<ClientConnection> connections = new ArrayList<>();
    private int opening;
    private boolean closed;

    PeerPool(InetSocketAddress peer, TcpClient.Settings settings) {
        this.peer = peer;
        this.settings = settings;
    }

    /// A connection may end between being chosen and being written to; another is taken then.
    CompletableFuture<Boolean> send(byte[] frame) throws TcpException {
        while (true) {
            ClientConnection connection = reserve();
            CompletableFuture<Boolean> answer = (connection == null ? open() : connection).send(frame);
            if (answer != null) {
                return answer;
            }
        }
    }

    int size() {
        lock.lock();
        try {
            return connections.size();
        } finally {
            lock.unlock();
        }
    }

    /// A connection with a place on it for the caller, or null if the caller is to open one.
    private @Nullable ClientConnection reserve() throws TcpException {
        lock.lock();
        try {
            checkOpen();
            ClientConnection least = connections.stream()
                    .filter(ClientConnection::isUsable)
                    .min(Comparator.comparingInt(ClientConnection::load))
                    .orElse(null);
            if (least != null && least.load() == 0) {
                return least.reserve();
            }
            if (connections.size() + opening < settings.maxConnections()) {
                opening++;
                return null;
            }
            if (least == null || least.load() >= settings.maxPipelined()) {
                throw new TcpException(
                        TcpFault.BUSY,
                        "all " + settings.maxConnections() + " connections to " + peer + " have "
                                + settings.maxPipelined() + " requests waiting or are of no use");
            }
            return least.reserve();
        } finally {
            lock.unlock();
        }
    }

    private ClientConnection open() throws TcpException {
        Socket socket = new Socket();
        ClientConnection opened = null;
        try {
            socket.connect(
                    peer.isUnresolved() ? new InetSocketAddress(peer.getHostString(), peer.getPort()) : peer,
                    (int) settings.connectTimeout().toMillis());
            socket.setTcpNoDelay(true);
            opened = new ClientConnection(socket, peer, settings, this::forget).reserve();
            return opened;
        } catch (IOException e) {
            closeQuietly(socket);
            throw new TcpException(TcpFault.UNREACHABLE, "cannot connect to " + peer + ": " + e.getMessage(), e);
        } finally {
            admit(opened);
        }
    }

    private void admit(@Nullable ClientConnection opened) throws TcpException {
        lock.lock();
        try {
            opening--;
            if (opened == null) {
                return;
            }
            if (closed) {
                opened.close(TcpFault.CLOSED, "the client has been closed");
            }
            connections.add(opened);
        } finally {
            lock.unlock();
        }
        opened.start();
    }

    private void forget(ClientConnection connection) {
        lock.lock();
        try {
            connections.remove(connection);
        } finally {
            lock.unlock();
        }
    }

    private void checkOpen() throws TcpException {
        if (closed) {
            throw new TcpException(TcpFault.CLOSED, "the client has been closed");
        }
    }

    void close() {
        List<ClientConnection> open;
        lock.lock();
        try {
            closed = true;
            open = List.copyOf(connections);
        } finally {
            lock.unlock();
        }
        open.forEach(connection -> connection.close(TcpFault.CLOSED, "the client has been closed"));
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It was never open.
        }
    }
}
