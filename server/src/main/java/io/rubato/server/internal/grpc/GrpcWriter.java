package io.rubato.server.internal.grpc;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Writes answers in gRPC's wire format.
/// Source: <https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md>
final class GrpcWriter {
    private static final AsciiString CONTENT_TYPE = AsciiString.cached("content-type");
    private static final AsciiString STATUS = AsciiString.cached("grpc-status");
    private static final Http2Headers HEADERS = ReadOnlyHttp2Headers.serverHeaders(
            false, AsciiString.cached("200"), CONTENT_TYPE, AsciiString.cached(GrpcRoutes.CONTENT_TYPE));
    private static final Http2Headers OK = ReadOnlyHttp2Headers.trailers(false, STATUS, AsciiString.cached("0"));

    private final ChannelHandlerContext ctx;
    private final Http2ConnectionEncoder encoder;

    GrpcWriter(ChannelHandlerContext ctx, Http2ConnectionEncoder encoder) {
        this.ctx = ctx;
        this.encoder = encoder;
    }

    /// Writes without flushing.
    void write(int stream, GrpcAnswer answer) {
        switch (answer) {
            case GrpcAnswer.Message message -> {
                headers(stream, HEADERS, false);
                data(stream, message.framed(), false);
                headers(stream, OK, true);
            }
            case GrpcAnswer.Failure failure -> headers(stream, trailers(failure), true);
            case GrpcAnswer.Plain plain -> {
                Http2Headers headers = new DefaultHttp2Headers()
                        .status(Integer.toString(plain.httpStatus()))
                        .set(CONTENT_TYPE, "text/plain; charset=utf-8");
                headers(stream, headers, false);
                data(stream, plain.text().getBytes(StandardCharsets.UTF_8), true);
            }
        }
    }

    private void headers(int stream, Http2Headers headers, boolean last) {
        ChannelFuture _ = encoder.writeHeaders(ctx, stream, headers, 0, last, ctx.newPromise());
    }

    private void data(int stream, byte[] bytes, boolean last) {
        ChannelFuture _ = encoder.writeData(ctx, stream, Unpooled.wrappedBuffer(bytes), 0, last, ctx.newPromise());
    }

    private static Http2Headers trailers(GrpcAnswer.Failure failure) {
        Http2Headers trailers = new DefaultHttp2Headers()
                .status("200")
                .set(CONTENT_TYPE, GrpcRoutes.CONTENT_TYPE)
                .set(STATUS, Integer.toString(failure.code()))
                .set("grpc-message", escape(failure.text()));
        if (failure.code() == GrpcAnswer.Failure.UNIMPLEMENTED) {
            trailers.set("grpc-accept-encoding", "identity,gzip,zstd");
        }
        if (failure.details() != null) {
            trailers.set(
                    "grpc-status-details-bin",
                    Base64.getEncoder().withoutPadding().encodeToString(failure.details()));
        }
        return trailers;
    }

    /// Percent-encodes all but printable ASCII.
    static String escape(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder escaped = new StringBuilder(utf8.length);
        for (byte b : utf8) {
            if (b >= ' ' && b <= '~' && b != '%') {
                escaped.append((char) b);
            } else {
                escaped.append('%').append(ByteBufUtil.hexDump(new byte[] {b}));
            }
        }
        return escaped.toString();
    }
}
