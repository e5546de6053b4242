package io.rubato.tracing.http;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanBuilder;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// One end of a connection.
///
/// @param address a host name or an address
/// @param port 0 if not known
record Peer(String address, int port) {
    static Peer of(InetSocketAddress socket) {
        return new Peer(
                socket.getAddress() == null
                        ? socket.getHostString()
                        : socket.getAddress().getHostAddress(),
                socket.getPort());
    }

    /// The header `Host` says under which name the caller knows this server.
    static Peer ofHostHeader(@Nullable String host, Peer otherwise) {
        if (host == null || host.isBlank() || host.length() > 255) {
            return otherwise;
        }
        int colon = host.lastIndexOf(':');
        if (colon < 0 || host.endsWith("]")) {
            return new Peer(host, otherwise.port);
        }
        try {
            return new Peer(host.substring(0, colon), Integer.parseUnsignedInt(host.substring(colon + 1)));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    void describe(SpanBuilder builder, AttributeKey<String> addressKey, @Nullable AttributeKey<Long> portKey) {
        builder.setAttribute(addressKey, address);
        if (portKey != null && port > 0) {
            builder.setAttribute(portKey, (long) port);
        }
    }
}
