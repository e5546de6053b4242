package io.rubato.server.internal.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stands where the bytes of a connection are HTTP, before what decodes them, and closes the connection of a client
/// that is slow: a header, the beginning of HTTP/2 and a body each have their time, counted from their first byte. When
/// it is known which HTTP a client speaks, the connection gets the bounds of that. Used on its event loop only.
final class RequestClock extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(RequestClock.class);

    /// From these Armeria knows HTTP/2 in the clear. They are handed on alone, so that bounds are there before all
    /// else.
    private static final int PREFIX = 4;

    private final Connections connections;
    private final boolean tls;
    private int prefix;
    private boolean known;
    private boolean inRequest;
    private @Nullable Http2ConnectionHandler http2;
    private @Nullable ScheduledFuture<?> deadline;

    private RequestClock(Connections connections, boolean tls) {
        this.connections = connections;
        this.tls = tls;
    }

    /// Puts one into the pipeline of a new connection of Armeria's.
    static void watch(ChannelPipeline pipeline, Connections connections) {
        ChannelHandlerContext alpn = pipeline.context(ApplicationProtocolNegotiationHandler.class);
        ChannelHandlerContext first = alpn == null ? pipeline.context(ByteToMessageDecoder.class) : alpn;
        if (first == null) {
            throw new IllegalStateException("no decoder of a protocol in " + pipeline.names());
        }
        RequestClock clock = new RequestClock(connections, alpn != null);
        pipeline.addBefore(first.name(), null, clock);
        if (alpn != null) {
            clock.start(pipeline.context(clock), connections.settings().headerTimeout(), "TLS handshake");
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!inRequest && http2 == null && deadline == null) {
            start(ctx, connections.settings().headerTimeout(), "header");
        }
        if (known || tls || !(message instanceof ByteBuf bytes)) {
            ctx.fireChannelRead(message);
            return;
        }
        int missing = Math.min(PREFIX - prefix, bytes.readableBytes());
        prefix += missing;
        ctx.fireChannelRead(bytes.readRetainedSlice(missing));
        if (prefix == PREFIX) {
            settle(ctx);
        }
        ctx.fireChannelRead(bytes);
    }

    /// With TLS, the protocol is negotiated in the handshake.
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        ctx.fireUserEventTriggered(event);
        if (tls && !known) {
            settle(ctx);
        }
    }

    private void settle(ChannelHandlerContext ctx) {
        ChannelPipeline pipeline = ctx.pipeline();
        http2 = pipeline.get(Http2ConnectionHandler.class);
        // Armeria's decoder and encoder of HTTP/1, whose class is not public.
        ChannelHandlerContext http1 = pipeline.context(CombinedChannelDuplexHandler.class);
        known = http2 != null || http1 != null;
        if (http2 != null) {
            connections.boundRequests(http2.connection());
            pipeline.addBefore(pipeline.context(http2).name(), null, new UnreadFrames());
        } else if (http1 != null) {
            pipeline.addAfter(http1.name(), null, new Http1Bounds(this));
        }
        if (known && tls) {
            stop();
        }
        if (known && http2 != null) {
            start(ctx, connections.settings().headerTimeout(), "beginning of HTTP/2");
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (http2 != null && deadline != null && http2.decoder().prefaceReceived()) {
            stop();
        }
        ctx.fireChannelReadComplete();
    }

    /// The header of a request over HTTP/1 is there, its body may follow.
    void headerEnded(ChannelHandlerContext ctx) {
        inRequest = true;
        start(ctx, connections.settings().bodyTimeout(), "body");
    }

    boolean inRequest() {
        return inRequest;
    }

    void bodyEnded() {
        inRequest = false;
        stop();
    }

    private void start(ChannelHandlerContext ctx, Duration time, String what) {
        stop();
        deadline = ctx.executor()
                .schedule(
                        () -> {
                            log.debug(
                                    "{}: closed: its {} took longer than {}",
                                    ctx.channel().remoteAddress(),
                                    what,
                                    time);
                            ctx.channel().unsafe().close(ctx.voidPromise());
                        },
                        time.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    private void stop() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stop();
        ctx.fireChannelInactive();
    }
}
