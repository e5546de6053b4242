package io.rubato.server.internal.http;

import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.concurrent.atomic.AtomicInteger;

/// Bounds the HTTP/2 streams that are open on all connections together. Once they are used up, a connection gets no
/// more than it has, and each may still have one: what is beyond is refused with `REFUSED_STREAM`, which clients send
/// again. Safe for concurrent use.
final class StreamBudget {
    private final int total;
    private final AtomicInteger used = new AtomicInteger();

    StreamBudget(int total) {
        this.total = total;
    }

    int used() {
        return used.get();
    }

    /// Counts the streams of a connection from now on. Called on its event loop, before it has any.
    void bound(Http2Connection connection) {
        Http2Connection.Endpoint<?> client = connection.remote();
        int usual = client.maxActiveStreams();
        connection.addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamActive(Http2Stream stream) {
                used.incrementAndGet();
                adapt();
            }

            @Override
            public void onStreamClosed(Http2Stream stream) {
                used.decrementAndGet();
                adapt();
            }

            private void adapt() {
                client.maxActiveStreams(used.get() < total ? usual : Math.max(1, client.numActiveStreams()));
            }
        });
    }
}
