package io.rubato.tracing.tcp;

import io.opentelemetry.api.OpenTelemetry;
import io.rubato.tracing.context.WorkerIdentity;
import io.rubato.tracing.internal.channel.Warnings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Listens for requests and hands each, under its own SERVER span `handle_payload`, to a [TcpHandler].
///
/// Nothing is dropped in silence: what cannot be taken is answered with an error line that starts with the word of its
/// [TcpFault], counted, marked on a span, and warned of at most once a second. A peer that breaks the framing is
/// answered and cut off. Safe for any number of threads.
public final class TcpServer implements AutoCloseable {
    private static final long PAUSE_MILLIS = 50;

    private final ServerSocket listener;
    private final CountDownLatch acceptorEnded = new CountDownLatch(1);
    private final Settings settings;
    private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
    private final ThreadFactory threads;
    private final @Nullable ExecutorService ownWorkers;
    private final long closeNanos;
    private final int maxConnections;
    private volatile boolean closed;

    /// What the connections need to know.
    record Settings(
            RequestTracing tracing,
            TcpHandler handler,
            Executor workers,
            Tally tally,
            Warnings warnings,
            int maxMessage,
            long idleNanos,
            long frameNanos,
            int maxPipelined) {}

    private TcpServer(Builder builder, InetSocketAddress address) throws IOException {
        this.threads = builder.threads;
        this.closeNanos = builder.closeTimeout.toNanos();
        this.maxConnections = builder.maxConnections;
        Executor workers = builder.workers;
        if (workers == null) {
            ExecutorService own = new ThreadPoolExecutor(
                    0, builder.maxWorkers, 60, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
            this.ownWorkers = own;
            workers = own;
        } else {
            this.ownWorkers = null;
        }
        this.listener = new ServerSocket();
        listener.bind(address, 1024);
        InetSocketAddress local = (InetSocketAddress) listener.getLocalSocketAddress();
        this.settings = new Settings(
                new RequestTracing(builder.openTelemetry, builder.identity, local),
                builder.handler,
                workers,
                new Tally(),
                new Warnings(TcpServer.class),
                builder.maxMessage,
                builder.idleTimeout.toNanos(),
                builder.frameTimeout.toNanos(),
                builder.maxPipelined);
    }

    public static Builder builder(OpenTelemetry openTelemetry, TcpHandler handler) {
        return new Builder(openTelemetry, handler);
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    public TcpCounters counters() {
        return settings.tally().snapshot(connections.size());
    }

    private void start() {
        threads.newThread(this::accept).start();
    }

    private void accept() {
        try {
            while (!closed) {
                acceptOne();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            acceptorEnded.countDown();
        }
    }

    /// Whatever keeps one connection from being served, such as a lack of descriptors or threads, must not keep out the
    /// next; it is likely to last for a moment.
    private void acceptOne() throws InterruptedException {
        try {
            admit(listener.accept());
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            if (!closed) {
                settings.tally().count(TcpFault.BUSY);
                settings.warnings().warn("cannot serve a connection: " + e);
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private void admit(Socket socket) throws IOException {
        if (connections.size() >= maxConnections) {
            settings.tally().count(TcpFault.BUSY);
            settings.warnings().warn("more than " + maxConnections + " connections: turned one away");
            socket.close();
            return;
        }
        ServerConnection connection = new ServerConnection(socket, settings, connections::remove);
        connections.add(connection);
        connection.start(threads);
        if (closed) {
            connection.finish();
        }
    }

    /// Takes no more requests, sends the answers to those already taken, for as long as the close timeout allows, and
    /// closes the connections. Work that goes on after its acknowledgement is not waited for.
    @Override
    public void close() {
        closed = true;
        try {
            listener.close();
        } catch (IOException e) {
            settings.warnings().warn("cannot close the listener: " + e.getMessage());
        }
        long deadline = System.nanoTime() + closeNanos;
        awaitAcceptor();
        connections.forEach(ServerConnection::finish);
        for (ServerConnection connection : connections) {
            connection.awaitEnd(deadline - System.nanoTime());
        }
        connections.forEach(ServerConnection::close);
        if (ownWorkers != null) {
            ownWorkers.shutdown();
        }
    }

    /// The port is free only when nobody waits on it any more.
    private void awaitAcceptor() {
        try {
            if (!acceptorEnded.await(closeNanos, TimeUnit.NANOSECONDS)) {
                settings.warnings().warn("the listener at " + address() + " is still open");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Builds a [TcpServer].
    public static final class Builder {
        private final OpenTelemetry openTelemetry;
        private final TcpHandler handler;
        private @Nullable WorkerIdentity identity;
        private @Nullable Executor workers;
        private ThreadFactory threads = DaemonThreads.named("tcp-server");
        private int maxMessage = RequestFrame.DEFAULT_MAX_MESSAGE;
        private int maxConnections = 1024;
        private int maxWorkers = 1500;
        private int maxPipelined = 50;
        private Duration idleTimeout = Duration.ofMinutes(10);
        private Duration frameTimeout = Duration.ofSeconds(30);
        private Duration closeTimeout = Duration.ofSeconds(5);

        private Builder(OpenTelemetry openTelemetry, TcpHandler handler) {
            this.openTelemetry = openTelemetry;
            this.handler = handler;
        }

        /// Whose spans these are.
        public Builder identity(WorkerIdentity worker) {
            this.identity = worker;
            return this;
        }

        /// Where handlers run, instead of on at most [#maxWorkers] threads of the server's own. One that rejects makes
        /// the server answer `busy`.
        public Builder workers(Executor executor) {
            this.workers = executor;
            return this;
        }

        /// 1500 unless said otherwise.
        public Builder maxWorkers(int count) {
            this.maxWorkers = count;
            return this;
        }

        /// Makes the threads of connections and own workers, two per connection: virtual ones serve well.
        public Builder threads(ThreadFactory factory) {
            this.threads = factory;
            return this;
        }

        /// Bytes of a whole frame, 32 MiB unless said otherwise.
        public Builder maxMessageSize(int bytes) {
            this.maxMessage = bytes;
            return this;
        }

        /// 1024 unless said otherwise.
        public Builder maxConnections(int count) {
            this.maxConnections = count;
            return this;
        }

        /// Requests of one connection that wait for their answer, 50 unless said otherwise; no more are read then.
        public Builder maxPipelined(int count) {
            this.maxPipelined = count;
            return this;
        }

        /// How long a connection may be silent between frames, 10 minutes unless said otherwise; zero for ever.
        public Builder idleTimeout(Duration timeout) {
            this.idleTimeout = timeout;
            return this;
        }

        /// Within what time a frame must have come once begun, 30 seconds unless said otherwise.
        public Builder frameTimeout(Duration timeout) {
            this.frameTimeout = timeout;
            return this;
        }

        /// How long [TcpServer#close] waits for answers, 5 seconds unless said otherwise.
        public Builder closeTimeout(Duration timeout) {
            this.closeTimeout = timeout;
            return this;
        }

        /// Listens from now on.
        ///
        /// @throws IOException if it cannot
        public TcpServer listen(InetSocketAddress address) throws IOException {
            TcpServer server = new TcpServer(this, address);
            server.start();
            return server;
        }
    }
}
