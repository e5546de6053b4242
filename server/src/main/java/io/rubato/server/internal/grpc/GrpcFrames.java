package io.rubato.server.internal.grpc;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;

/// Hands a connection the frames that make up calls; Netty answers the others.
final class GrpcFrames extends Http2FrameAdapter {
    private final GrpcConnection connection;
    private final Http2Connection streams;

    GrpcFrames(GrpcConnection connection) {
        this.connection = connection;
        this.streams = connection.connection();
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endOfStream) {
        onHeadersRead(ctx, streamId, headers, padding, endOfStream);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding, boolean endOfStream) {
        connection.headers(streams.stream(streamId), headers);
        end(streamId, endOfStream);
    }

    /// Says that all of the piece is dealt with, for it is copied: what a client may send is bounded by the body
    /// budget,
    /// not by windows.
    @Override
    public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream) {
        int size = data.readableBytes() + padding;
        connection.data(streams.stream(streamId), data);
        end(streamId, endOfStream);
        return size;
    }

    private void end(int streamId, boolean endOfStream) {
        if (endOfStream && streams.stream(streamId) != null) {
            connection.end(streams.stream(streamId));
        }
    }
}
