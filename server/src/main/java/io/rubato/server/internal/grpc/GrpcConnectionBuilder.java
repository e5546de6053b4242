package io.rubato.server.internal.grpc;

import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;
import io.rubato.server.internal.http.Connections;

/// Sets up HTTP/2 for spans: windows are large, so that a batch arrives without waiting for window updates. Frames are
/// not, for Netty waits for a whole one and copies what it has of it meanwhile.
final class GrpcConnectionBuilder extends AbstractHttp2ConnectionHandlerBuilder<GrpcConnection, GrpcConnectionBuilder> {
    static final int CONNECTION_WINDOW = 16 << 20;
    private static final int STREAM_WINDOW = 4 << 20;
    private static final int METADATA = 64 << 10;
    private static final int CALLS = 1_000;
    private static final int RESETS = 1_000;
    private static final int RESETS_SECONDS = 30;

    private final GrpcRoutes routes;
    private final GrpcTimes times;
    private final Connections connections;

    GrpcConnectionBuilder(GrpcRoutes routes, GrpcTimes times, Connections connections) {
        this.routes = routes;
        this.times = times;
        this.connections = connections;
        connection(newConnection());
        initialSettings(new Http2Settings()
                .initialWindowSize(STREAM_WINDOW)
                .maxHeaderListSize(METADATA)
                .maxConcurrentStreams(CALLS));
        gracefulShutdownTimeoutMillis(1_000);
        // A client that is refused before it has sent all resets its call; under pressure that is many.
        decoderEnforceMaxRstFramesPerWindow(RESETS, RESETS_SECONDS);
        encoderEnforceMaxRstFramesPerWindow(RESETS, RESETS_SECONDS);
    }

    /// Answers go out in turn; the tree of priorities that Netty would keep is of no use for a few bytes each.
    private static Http2Connection newConnection() {
        Http2Connection connection = new DefaultHttp2Connection(true);
        connection
                .remote()
                .flowController(
                        new DefaultHttp2RemoteFlowController(connection, new UniformStreamByteDistributor(connection)));
        return connection;
    }

    GrpcConnection connect() {
        GrpcConnection connection = build();
        connections.boundCalls(connection.connection());
        return connection;
    }

    @Override
    protected GrpcConnection build(
            Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
        GrpcConnection connection = new GrpcConnection(decoder, encoder, settings, routes, times);
        frameListener(new GrpcFrames(connection));
        return connection;
    }
}
