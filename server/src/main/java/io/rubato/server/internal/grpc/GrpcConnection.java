package io.rubato.server.internal.grpc;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.ScheduledFuture;
import io.rubato.server.internal.grpc.GrpcAnswer.Failure;
import io.rubato.server.internal.grpc.GrpcRoutes.Route;
import io.rubato.server.internal.http.BodyBuffer;
import io.rubato.server.internal.http.BodyException;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's connection: turns frames into calls, and answers into frames. All of it happens on the connection's
/// event loop but [#send], which answers come through from wherever they are found; those found together are written
/// with one flush.
final class GrpcConnection extends Http2ConnectionHandler {
    private static final Logger log = LoggerFactory.getLogger(GrpcConnection.class);

    /// What is read of a request after it was refused, so that a client in the midst of sending sees the answer.
    private static final int LEFT_OUT = 1 << 20;

    private record Outcome(Http2Stream stream, GrpcAnswer answer) {}

    private final GrpcRoutes routes;
    private final GrpcTimes times;
    private final Http2Connection.PropertyKey key;
    private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean writing = new AtomicBoolean();
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable GrpcWriter writer;
    private @Nullable ScheduledFuture<?> sweeping;
    private @Nullable ScheduledFuture<?> beginning;
    private long usedAt = System.nanoTime();
    private long writableAt = System.nanoTime();

    GrpcConnection(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings settings,
            GrpcRoutes routes,
            GrpcTimes times) {
        super(decoder, encoder, settings);
        this.routes = routes;
        this.times = times;
        this.key = connection().newKey();
        connection().addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                closed(stream);
            }
        });
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        super.handlerAdded(ctx);
        this.ctx = ctx;
        writer = new GrpcWriter(ctx, encoder());
        beginning = ctx.executor()
                .schedule(this::closeUnlessBegun, times.beginning().toNanos(), TimeUnit.NANOSECONDS);
        long tick = times.tick().toNanos();
        sweeping = ctx.executor().scheduleWithFixedDelay(this::sweep, tick, tick, TimeUnit.NANOSECONDS);
        Http2Stream connection = connection().connectionStream();
        decoder().flowController().incrementWindowSize(connection, GrpcConnectionBuilder.CONNECTION_WINDOW - 65_535);
    }

    // --- what arrives

    void headers(Http2Stream stream, Http2Headers headers) {
        if (stream.isHeadersSent() || call(stream) != null) {
            return; // trailers, which requests have no use for
        }
        usedAt = System.nanoTime();
        switch (routes.route(headers, Objects.requireNonNull(ctx).channel().remoteAddress())) {
            case Route.To to -> {
                BodyBuffer body = new BodyBuffer(GrpcAnswer.PREFIX, routes.maxMessage(), routes.budget());
                stream.setProperty(key, new GrpcCall(to, body));
            }
            case Route.Nowhere nowhere -> write(stream, nowhere.answer());
        }
    }

    void data(Http2Stream stream, ByteBuf piece) {
        GrpcCall call = call(stream);
        if (call == null) {
            return;
        }
        try {
            call.append(piece);
        } catch (BodyException refused) {
            write(stream, call.refuse(refused));
        }
        if (call.leftOut() > LEFT_OUT) {
            reset(stream, Http2Error.NO_ERROR);
        }
    }

    void end(Http2Stream stream) {
        GrpcCall call = call(stream);
        CompletableFuture<GrpcAnswer> answer = call == null ? null : call.end();
        if (answer != null) {
            CompletableFuture<Void> _ = answer.thenAccept(found -> send(stream, found));
        }
    }

    private void closed(Http2Stream stream) {
        GrpcCall call = call(stream);
        if (call != null) {
            GrpcAnswer _ = call.breakOff("the client went away");
        }
    }

    private @Nullable GrpcCall call(Http2Stream stream) {
        return stream.getProperty(key);
    }

    // --- what is answered

    private void send(Http2Stream stream, GrpcAnswer answer) {
        outcomes.add(new Outcome(stream, answer));
        if (ctx != null && writing.compareAndSet(false, true)) {
            ctx.executor().execute(this::writeOutcomes);
        }
    }

    private void writeOutcomes() {
        writing.set(false);
        Outcome outcome = outcomes.poll();
        while (outcome != null) {
            write(outcome.stream, outcome.answer);
            outcome = outcomes.poll();
        }
        flush(Objects.requireNonNull(ctx));
    }

    private void write(Http2Stream stream, GrpcAnswer answer) {
        if (stream.state().localSideOpen() && !stream.isHeadersSent()) {
            Objects.requireNonNull(writer).write(stream.id(), answer);
        }
    }

    private void reset(Http2Stream stream, Http2Error error) {
        ChannelHandlerContext here = Objects.requireNonNull(ctx);
        ChannelFuture _ = resetStream(here, stream.id(), error.code(), here.newPromise());
    }

    /// A client that does not read is not read from.
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
        super.channelWritabilityChanged(ctx);
        writableAt = System.nanoTime();
        ctx.channel().config().setAutoRead(ctx.channel().isWritable());
    }

    /// Netty's decoder asks for more when nothing was handed on, even if it is told not to read.
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        if (ctx.channel().config().isAutoRead()) {
            super.channelReadComplete(ctx);
        } else {
            flush(ctx);
        }
    }

    // --- what takes too long

    private void closeUnlessBegun() {
        if (!decoder().prefaceReceived()) {
            ChannelFuture _ = Objects.requireNonNull(ctx).close();
        }
    }

    private void sweep() {
        ChannelHandlerContext here = Objects.requireNonNull(ctx);
        long now = System.nanoTime();
        try {
            connection().forEachActiveStream(stream -> {
                sweep(stream);
                return true;
            });
        } catch (Http2Exception e) {
            onError(here, true, e);
        }
        if (connection().numActiveStreams() > 0) {
            usedAt = now;
        }
        if (!here.channel().isWritable() && now - writableAt > times.call().toNanos()) {
            ChannelFuture _ = here.close(); // at once: who does not read is told nothing
        } else if (now - usedAt > times.idle().toNanos()) {
            ChannelFuture _ = here.channel().close();
        }
        flush(here);
    }

    private void sweep(Http2Stream stream) {
        GrpcCall call = call(stream);
        if (call != null && !call.isOlderThan(times.call().toNanos())) {
            return;
        }
        if (stream.isHeadersSent()) {
            reset(stream, Http2Error.CANCEL); // answered, but the client neither ends its request nor reads
        } else if (call != null) {
            String late = "after " + times.call().toSeconds() + " s";
            GrpcAnswer refusal = call.breakOff("not whole " + late);
            write(
                    stream,
                    refusal != null ? refusal : new Failure(Failure.DEADLINE_EXCEEDED, "no answer " + late, null));
        }
    }

    // --- what ends it

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) throws Exception {
        if (sweeping != null) {
            sweeping.cancel(false);
        }
        if (beginning != null) {
            beginning.cancel(false);
        }
        super.handlerRemoved0(ctx);
    }

    /// Clients break off connections all the time; that is for the log of who looks for it.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
        log.debug("connection from {}", ctx.channel().remoteAddress(), cause);
        onError(ctx, false, cause);
    }
}
