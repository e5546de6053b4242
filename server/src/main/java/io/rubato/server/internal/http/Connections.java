package io.rubato.server.internal.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http2.Http2Connection;
import io.rubato.server.config.ConnectionSettings;
import io.rubato.server.internal.log.Seldom;
import io.rubato.server.internal.metrics.PrometheusText;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What all clients hold open on all ports together, and its bounds. Safe for concurrent use.
public final class Connections {
    private static final Logger log = LoggerFactory.getLogger(Connections.class);

    /// Streams of HTTP/2 on the ports that Armeria serves: each is a request with its context.
    private static final int REQUESTS = 4_000;

    /// Streams of HTTP/2 on the ports of receivers over gRPC: each is a call of a few hundred bytes.
    private static final int CALLS = 50_000;

    private final ConnectionSettings settings;
    private final StreamBudget requests = new StreamBudget(REQUESTS);
    private final StreamBudget calls = new StreamBudget(CALLS);
    private final AtomicInteger open = new AtomicInteger();
    private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
    private final LongAdder refused = new LongAdder();
    private final Seldom seldom = new Seldom();

    public Connections(ConnectionSettings settings) {
        this.settings = settings;
    }

    public ConnectionSettings settings() {
        return settings;
    }

    /// Counts a new connection until it is closed, or closes it at once if there are too many.
    ///
    /// @return whether it stays open
    public boolean admit(Channel connection) {
        InetAddress address = ((InetSocketAddress) connection.remoteAddress()).getAddress();
        int all = open.incrementAndGet();
        int same = byAddress.merge(address, 1, Integer::sum);
        connection.closeFuture().addListener(closed -> {
            open.decrementAndGet();
            byAddress.computeIfPresent(address, (from, count) -> count == 1 ? null : count - 1);
        });
        if (within(all, settings.max()) && within(same, settings.maxPerAddress())) {
            return true;
        }
        refused.increment();
        seldom.log(leftOut -> log.atWarn()
                .addKeyValue("from", address.getHostAddress())
                .addKeyValue("open_from_there", same)
                .addKeyValue("open", all)
                .addKeyValue("more_like_it", leftOut)
                .log("connection refused: too many are open, see limits.connections"));
        // Without lingering, or refused connections would fill the kernel's tables instead.
        connection.config().setOption(ChannelOption.SO_LINGER, 0);
        ChannelFuture _ = connection.close();
        return false;
    }

    private static boolean within(int count, int most) {
        return most == 0 || count <= most;
    }

    /// Bounds the streams of a connection whose streams are requests of Armeria's.
    void boundRequests(Http2Connection connection) {
        requests.bound(connection);
    }

    /// Bounds the streams of a connection whose streams are calls of a receiver over gRPC.
    public void boundCalls(Http2Connection connection) {
        calls.bound(connection);
    }

    /// Open streams of HTTP/2, on all connections.
    public int streams() {
        return requests.used() + calls.used();
    }

    /// Open connections.
    public int open() {
        return open.get();
    }

    public void figures(PrometheusText text) {
        text.single("rubato_connections", "gauge", "Open connections of clients, all ports together.", open());
        text.single("rubato_http2_streams", "gauge", "Open HTTP/2 streams, all connections together.", streams());
        text.single(
                "rubato_connections_refused_total",
                "counter",
                "Connections closed at once because too many were open.",
                refused.sum());
    }
}
