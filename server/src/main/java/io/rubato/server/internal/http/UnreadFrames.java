package io.rubato.server.internal.http;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;

/// Closes the connection of an HTTP/2 client that has frames answered and does not read the answers: PING, SETTINGS and
/// refused streams cost an answer each, outside of all windows (CVE-2019-9512, CVE-2019-9515).
final class UnreadFrames extends ChannelInboundHandlerAdapter {
    private static final int MOST_FRAMES = 10_000;
    private static final long MOST_BYTES = 256 << 20;

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ChannelOutboundBuffer waiting = ctx.channel().unsafe().outboundBuffer();
        if (waiting != null && (waiting.size() > MOST_FRAMES || waiting.totalPendingWriteBytes() > MOST_BYTES)) {
            ChannelFuture _ = ctx.close();
            return;
        }
        ctx.fireChannelReadComplete();
    }
}
