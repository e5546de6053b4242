package io.rubato.server.internal.grpc;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import io.rubato.server.internal.http.Connections;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Looks at what a client begins with: HTTP/2 goes on, HTTP/1 is told where it should have gone, the rest is closed.
final class FirstBytes extends ByteToMessageDecoder {
    private static final byte[] HTTP2 = "PRI ".getBytes(StandardCharsets.US_ASCII);
    private static final String WRONG_PORT = "this port takes OTLP over gRPC; OTLP over HTTP has its own port\n";
    private static final String ANSWER = "HTTP/1.1 404 Not Found\r\ncontent-type: text/plain; charset=utf-8\r\n"
            + "content-length: " + WRONG_PORT.length() + "\r\nconnection: close\r\n\r\n" + WRONG_PORT;

    /// For a client to read what it is told before the connection is cut.
    private static final int LINGER_SECONDS = 2;

    private final GrpcRoutes routes;
    private final GrpcTimes times;
    private final Connections connections;
    private @Nullable ScheduledFuture<?> waiting;
    private boolean begun;
    private boolean told;

    FirstBytes(GrpcRoutes routes, GrpcTimes times, Connections connections) {
        this.routes = routes;
        this.times = times;
        this.connections = connections;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        waitFor(ctx, times.idle());
        ctx.fireChannelActive();
    }

    private void waitFor(ChannelHandlerContext ctx, Duration time) {
        if (waiting != null) {
            waiting.cancel(false);
        }
        waiting = ctx.executor().schedule(() -> cut(ctx), time.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        if (waiting != null) {
            waiting.cancel(false);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (!begun) {
            begun = true;
            waitFor(ctx, times.beginning());
        }
        if (told) {
            in.skipBytes(in.readableBytes());
        } else if (in.readableBytes() >= HTTP2.length) {
            if (isHttp2(in)) {
                ctx.pipeline().replace(this, null, new GrpcConnectionBuilder(routes, times, connections).connect());
            } else {
                tell(ctx, in);
            }
        }
    }

    private static boolean isHttp2(ByteBuf in) {
        for (int i = 0; i < HTTP2.length; i++) {
            if (in.getByte(in.readerIndex() + i) != HTTP2[i]) {
                return false;
            }
        }
        return true;
    }

    private void tell(ChannelHandlerContext ctx, ByteBuf in) {
        boolean method = Character.isUpperCase(in.getByte(in.readerIndex()));
        in.skipBytes(in.readableBytes());
        told = true;
        if (!method) {
            cut(ctx);
            return;
        }
        ByteBuf answer = ctx.alloc().buffer();
        answer.writeCharSequence(ANSWER, StandardCharsets.US_ASCII);
        ctx.writeAndFlush(answer).addListener((ChannelFutureListener) written -> {
            if (ctx.channel() instanceof DuplexChannel channel) {
                ChannelFuture _ = channel.shutdownOutput();
            }
        });
        ScheduledFuture<?> _ = ctx.executor().schedule(() -> cut(ctx), LINGER_SECONDS, TimeUnit.SECONDS);
    }

    private static void cut(ChannelHandlerContext ctx) {
        ChannelFuture _ = ctx.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        cut(ctx);
    }
}
