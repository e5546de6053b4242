package io.rubato.server.internal.grpc;

import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Settings;

/// Sets up HTTP/2 for spans: windows are large, so that a batch arrives without waiting for window updates.
final class GrpcConnectionBuilder extends AbstractHttp2ConnectionHandlerBuilder<GrpcConnection, GrpcConnectionBuilder> {
    static final int CONNECTION_WINDOW = 16 << 20;
    private static final int STREAM_WINDOW = 4 << 20;
    private static final int FRAME = 256 << 10;
    private static final int METADATA = 64 << 10;
    private static final int CALLS = 1_000;
    private static final int RESETS = 1_000;
    private static final int RESETS_SECONDS = 30;

    private final GrpcRoutes routes;
    private final GrpcTimes times;

    GrpcConnectionBuilder(GrpcRoutes routes, GrpcTimes times) {
        this.routes = routes;
        this.times = times;
        server(true);
        initialSettings(new Http2Settings()
                .initialWindowSize(STREAM_WINDOW)
                .maxFrameSize(FRAME)
                .maxHeaderListSize(METADATA)
                .maxConcurrentStreams(CALLS));
        gracefulShutdownTimeoutMillis(1_000);
        // A client that is refused before it has sent all resets its call; under pressure that is many.
        decoderEnforceMaxRstFramesPerWindow(RESETS, RESETS_SECONDS);
        encoderEnforceMaxRstFramesPerWindow(RESETS, RESETS_SECONDS);
    }

    GrpcConnection connect() {
        return build();
    }

    @Override
    protected GrpcConnection build(
            Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings settings) {
        GrpcConnection connection = new GrpcConnection(decoder, encoder, settings, routes, times);
        frameListener(new GrpcFrames(connection));
        return connection;
    }
}
