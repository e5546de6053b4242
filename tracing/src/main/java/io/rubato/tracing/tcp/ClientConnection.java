package io.rubato.tracing.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One connection of a client: callers write under a lock, a thread reads the answers, which come in the same order.
///
/// A request that timed out keeps its place in the order, so that its late answer is not taken for another's; the
/// connection gets no more requests then, and is closed once all have been answered or given up.
final class ClientConnection {
    private static final int MAX_ANSWER = 1 << 16;

    private final Socket socket;
    private final InetSocketAddress peer;
    private final TcpClient.Settings settings;
    private final Consumer<ClientConnection> gone;
    private final ReentrantLock writing = new ReentrantLock();
    private final Queue<CompletableFuture<Boolean>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger load = new AtomicInteger();
    private final AtomicReference<@Nullable TcpException> end = new AtomicReference<>();
    private volatile boolean retired;

    private static final class Request {
        final CompletableFuture<Boolean> answer;
        volatile boolean written;

        Request(CompletableFuture<Boolean> answer) {
            this.answer = answer;
        }
    }

    ClientConnection(
            Socket socket, InetSocketAddress peer, TcpClient.Settings settings, Consumer<ClientConnection> gone) {
        this.socket = socket;
        this.peer = peer;
        this.settings = settings;
        this.gone = gone;
    }

    void start() {
        settings.threads().newThread(this::read).start();
    }

    boolean isUsable() {
        return !retired && end.get() == null;
    }

    int load() {
        return load.get();
    }

    /// Keeps a place for a request that [#send] will fill.
    ClientConnection reserve() {
        load.incrementAndGet();
        return this;
    }

    /// Null if the connection has ended and nothing was sent.
    @Nullable
    CompletableFuture<Boolean> send(byte[] frame) {
        Request request = new Request(new CompletableFuture<>());
        writing.lock();
        try {
            if (end.get() != null) {
                return null;
            }
            waiting.add(request.answer);
            CompletableFuture<Boolean> timed = request.answer
                    .orTimeout(settings.requestTimeout().toNanos(), TimeUnit.NANOSECONDS)
                    .handle((taken, thrown) -> settled(request, thrown));
            write(frame);
            request.written = true;
            return timed;
        } finally {
            writing.unlock();
        }
    }

    private void write(byte[] frame) {
        try {
            socket.getOutputStream().write(frame);
        } catch (IOException e) {
            close(TcpFault.CONNECTION_LOST, "connection to " + peer + " lost: " + e.getMessage());
        }
        if (end.get() != null) {
            failWaiting();
        }
    }

    private boolean settled(Request request, @Nullable Throwable thrown) {
        if (thrown == null) {
            load.decrementAndGet();
            return true;
        }
        if (!(thrown instanceof TimeoutException)) {
            load.decrementAndGet();
            throw new CompletionException(thrown);
        }
        retire();
        if (!request.written) {
            close(TcpFault.CONNECTION_LOST, "connection to " + peer + " lost: the peer does not read");
        }
        throw new CompletionException(
                new TcpException(TcpFault.TIMEOUT, "no answer from " + peer + " within " + settings.requestTimeout()));
    }

    /// By the time that it is closed, every request that was sent before has been answered or given up.
    private void retire() {
        if (!retired) {
            retired = true;
            CompletableFuture.delayedExecutor(settings.requestTimeout().toNanos(), TimeUnit.NANOSECONDS)
                    .execute(() -> close(TcpFault.CONNECTION_LOST, "connection to " + peer + " retired"));
        }
    }

    private void read() {
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            while (!(retired && waiting.isEmpty())) {
                int length = in.readInt();
                if (length < 0 || length > MAX_ANSWER) {
                    throw new IOException(
                            "an answer of " + (length & 0xffff_ffffL) + " bytes, expected at most " + MAX_ANSWER);
                }
                byte[] bytes = in.readNBytes(length);
                if (bytes.length < length) {
                    throw new EOFException("it ended inside of an answer");
                }
                answered(bytes);
            }
            close(TcpFault.CONNECTION_LOST, "connection to " + peer + " retired");
        } catch (EOFException e) {
            close(
                    TcpFault.CONNECTION_LOST,
                    "connection to " + peer + " lost: "
                            + (e.getMessage() == null ? "the peer closed it" : e.getMessage()));
        } catch (IOException e) {
            close(TcpFault.CONNECTION_LOST, "connection to " + peer + " lost: " + e.getMessage());
        }
    }

    private void answered(byte[] bytes) throws IOException {
        CompletableFuture<Boolean> answer = waiting.poll();
        if (answer == null) {
            throw new IOException("an answer to no request");
        }
        boolean inTime = bytes.length == 0
                ? answer.complete(true)
                : answer.completeExceptionally(
                        new TcpException(TcpFault.REFUSED, peer + " refused: " + new String(bytes, UTF_8)));
        if (!inTime) {
            settings.tally().late.incrementAndGet();
        }
    }

    private TcpException ended() {
        TcpException over = end.get();
        return over == null ? new TcpException(TcpFault.CLOSED, "the connection has been closed") : over;
    }

    /// Closes for good; whoever waits gets this fault.
    void close(TcpFault fault, String reason) {
        end.compareAndSet(null, new TcpException(fault, reason));
        gone.accept(this);
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is expected of it any more.
        }
        failWaiting();
    }

    private void failWaiting() {
        CompletableFuture<Boolean> answer;
        while ((answer = waiting.poll()) != null) {
            answer.completeExceptionally(ended());
        }
    }
}
