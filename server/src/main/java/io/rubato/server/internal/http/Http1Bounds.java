package io.rubato.server.internal.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;

/// Stands behind the decoder of HTTP/1: tells the clock where a request is, refuses one without a `Host`, and closes
/// the connection of a client that sends requests without end before it reads the answers. Closes a connection with
/// its last answer if the client asked for that and has sent all; Armeria would wait three seconds for who is still
/// sending.
final class Http1Bounds extends ChannelDuplexHandler {
    /// Requests that wait for their answers on one connection; browsers and libraries have one.
    private static final int MOST_PIPELINED = 64;

    private static final String NO_HOST = "the request needs one Host header\n";

    private final RequestClock clock;
    private int unanswered;
    private boolean refused;
    private boolean last;

    Http1Bounds(RequestClock clock) {
        this.clock = clock;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (refused) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            clock.headerEnded(ctx);
            unanswered++;
            if (unanswered > MOST_PIPELINED) {
                refused = true;
                ReferenceCountUtil.release(message);
                ChannelFuture _ = ctx.close();
                return;
            }
            if (request.decoderResult().isSuccess()
                    && request.headers().getAll(HttpHeaderNames.HOST).size() != 1) {
                refused = true;
                ReferenceCountUtil.release(message);
                refuse(ctx);
                return;
            }
            // An upgrade to HTTP/2 would go past these bounds; RFC 9113 has done away with it.
            request.headers().remove(HttpHeaderNames.UPGRADE);
            last |= !HttpUtil.isKeepAlive(request);
        }
        boolean whole = message instanceof LastHttpContent;
        if (whole) {
            clock.bodyEnded();
        }
        ctx.fireChannelRead(message);
        if (whole && last && unanswered == 0) {
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /// What the client has asked before on this connection may stay unanswered.
    private static void refuse(ChannelHandlerContext ctx) {
        FullHttpResponse answer = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.BAD_REQUEST,
                Unpooled.copiedBuffer(NO_HOST, StandardCharsets.US_ASCII));
        answer.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, NO_HOST.length())
                .set(HttpHeaderNames.CONNECTION, "close");
        ctx.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        boolean interim =
                message instanceof HttpResponse response && response.status().code() < 200;
        if (message instanceof LastHttpContent && !interim) {
            unanswered--;
            if (last && unanswered == 0 && !clock.inRequest()) {
                ChannelFuture _ = ctx.write(message, promise.unvoid().addListener(ChannelFutureListener.CLOSE));
                return;
            }
        }
        ChannelFuture _ = ctx.write(message, promise);
    }
}
