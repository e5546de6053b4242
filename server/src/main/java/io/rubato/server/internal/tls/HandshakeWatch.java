package io.rubato.server.internal.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.rubato.server.internal.log.Seldom;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stands first on a connection, and when it ends says in the log why it never came to be, if that is so.
final class HandshakeWatch extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(HandshakeWatch.class);

    private final String port;
    private final Seldom seldom;

    /// @param port what listens
    HandshakeWatch(String port, Seldom seldom) {
        this.port = port;
        this.seldom = seldom;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        Throwable cause = tls == null ? null : tls.handshakeFuture().cause();
        if (cause != null && !(cause instanceof ClosedChannelException)) {
            seldom.log(leftOut -> log.atWarn()
                    .addKeyValue("from", ctx.channel().remoteAddress())
                    .addKeyValue("more_like_it", leftOut)
                    .log("{}: connection refused: {}", port, reason(cause)));
        }
        ctx.fireChannelInactive();
    }

    private static String reason(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return "client " + cause.getMessage();
            }
            if (cause instanceof NotSslRecordException) {
                return "the client does not speak TLS";
            }
        }
        String message = String.valueOf(failure.getMessage());
        return message.contains("Empty client certificate chain") ? "the client showed no certificate" : message;
    }
}
