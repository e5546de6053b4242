package io.rubato.tracing.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.rubato.tracing.internal.channel.Channel;
import io.rubato.tracing.internal.channel.Failure;
import io.rubato.tracing.internal.channel.Keys;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/// Sends requests to [TcpServer]s, or whoever speaks the protocol, over pooled connections, each under a CLIENT span
/// `client_request` and with the headers of its context. The span ends with the acknowledgement.
///
/// A request is never sent twice, for the peer may have taken it: that is the caller's decision. Whatever goes wrong is
/// thrown, counted and on the span. Safe for any number of threads; virtual ones block without holding a carrier.
public final class TcpClient implements AutoCloseable {
    private final Channel channel;
    private final Settings settings;
    private final Map<InetSocketAddress, PeerPool> pools = new ConcurrentHashMap<>();
    private final int maxMessage;
    private volatile boolean closed;

    /// What the connections need to know.
    record Settings(
            Tally tally,
            ThreadFactory threads,
            Duration connectTimeout,
            Duration requestTimeout,
            int maxConnections,
            int maxPipelined) {}

    private TcpClient(Builder builder) {
        this.channel = new Channel(builder.openTelemetry, "io.rubato.tracing.tcp");
        this.maxMessage = builder.maxMessage;
        this.settings = new Settings(
                new Tally(),
                builder.threads,
                builder.connectTimeout,
                builder.requestTimeout,
                builder.maxConnections,
                builder.maxPipelined);
    }

    /// With the defaults of [Builder].
    public static TcpClient create(OpenTelemetry openTelemetry) {
        return builder(openTelemetry).build();
    }

    public static Builder builder(OpenTelemetry openTelemetry) {
        return new Builder(openTelemetry);
    }

    /// Sends a request and waits until it is acknowledged.
    ///
    /// @throws TcpException if it is refused, or not acknowledged in time, or did not arrive
    public void send(InetSocketAddress peer, String path, byte[] payload) throws TcpException, InterruptedException {
        try {
            sendAsync(peer, path, Map.of(), payload).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TcpException fault) {
                throw new TcpException(fault.fault(), String.valueOf(fault.getMessage()), fault);
            }
            throw new TcpException(TcpFault.CONNECTION_LOST, "request to " + peer + " failed", e.getCause());
        }
    }

    /// Sends a request. The call itself may block while it connects and while the peer does not read, never longer than
    /// the two timeouts.
    ///
    /// @param headers go along; those of the trace context and of the request ids win over them
    /// @return ends with the acknowledgement, or a [TcpException]
    public CompletableFuture<Void> sendAsync(
            InetSocketAddress peer, String path, Map<String, String> headers, byte[] payload) {
        Context parent = Context.current();
        Span span = channel.span("client_request", SpanKind.CLIENT, parent)
                .setAttribute(Keys.TRANSPORT, "tcp")
                .setAttribute(Keys.ENDPOINT, TcpRequest.endpointOf(path))
                .setAttribute("payload.size", payload.length)
                .setAttribute(Keys.SERVER_ADDRESS, peer.getHostString())
                .setAttribute(Keys.SERVER_PORT, (long) peer.getPort())
                .startSpan();
        CompletableFuture<Boolean> answer;
        try {
            answer = pool(peer).send(encode(parent.with(span), path, headers, payload));
        } catch (TcpException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.whenComplete((taken, thrown) -> ended(span, thrown)).thenAccept(taken -> {});
    }

    private void ended(Span span, @Nullable Throwable thrown) {
        if (thrown == null) {
            settings.tally().acknowledged.incrementAndGet();
        } else if (Failure.unwrapped(thrown) instanceof TcpException e) {
            settings.tally().count(e.fault());
            Failure.record(span, e.fault().word(), e);
        } else {
            settings.tally().count(TcpFault.CONNECTION_LOST);
            Failure.record(span, thrown);
        }
        span.end();
    }

    private byte[] encode(Context context, String path, Map<String, String> headers, byte[] payload)
            throws TcpException {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("x-endpoint-path", path);
        channel.inject(context, all, (map, name, value) -> {
            if (map != null) {
                map.keySet().removeIf(name::equalsIgnoreCase);
                map.put(name, value);
            }
        });
        return new RequestFrame(path, HeaderJson.encode(all).getBytes(UTF_8), payload).encode(maxMessage);
    }

    private PeerPool pool(InetSocketAddress peer) throws TcpException {
        PeerPool pool = pools.computeIfAbsent(peer, address -> new PeerPool(address, settings));
        if (closed) {
            pool.close();
            throw new TcpException(TcpFault.CLOSED, "the client has been closed");
        }
        return pool;
    }

    public TcpCounters counters() {
        return settings.tally()
                .snapshot(pools.values().stream().mapToLong(PeerPool::size).sum());
    }

    /// Closes the connections; requests without an answer end with [TcpFault#CLOSED].
    @Override
    public void close() {
        closed = true;
        pools.values().forEach(PeerPool::close);
    }

    /// Builds a [TcpClient].
    public static final class Builder {
        private final OpenTelemetry openTelemetry;
        private ThreadFactory threads = DaemonThreads.named("tcp-client");
        private Duration connectTimeout = Duration.ofSeconds(5);
        private Duration requestTimeout = Duration.ofSeconds(5);
        private int maxMessage = RequestFrame.DEFAULT_MAX_MESSAGE;
        private int maxConnections = 100;
        private int maxPipelined = 50;

        private Builder(OpenTelemetry openTelemetry) {
            this.openTelemetry = openTelemetry;
        }

        /// Makes the threads of connections, one each: virtual ones serve well.
        public Builder threads(ThreadFactory factory) {
            this.threads = factory;
            return this;
        }

        /// 5 seconds unless said otherwise.
        public Builder connectTimeout(Duration timeout) {
            this.connectTimeout = timeout;
            return this;
        }

        /// From sending to the acknowledgement, 5 seconds unless said otherwise.
        public Builder requestTimeout(Duration timeout) {
            this.requestTimeout = timeout;
            return this;
        }

        /// Bytes of a whole frame, 32 MiB unless said otherwise.
        public Builder maxMessageSize(int bytes) {
            this.maxMessage = bytes;
            return this;
        }

        /// To one peer, 100 unless said otherwise.
        public Builder maxConnections(int count) {
            this.maxConnections = count;
            return this;
        }

        /// Requests without an answer on one connection, 50 unless said otherwise. A connection is shared only when no
        /// other may be opened.
        public Builder maxPipelined(int count) {
            this.maxPipelined = count;
            return this;
        }

        public TcpClient build() {
            return new TcpClient(this);
        }
    }
}
