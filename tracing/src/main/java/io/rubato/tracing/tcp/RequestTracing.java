package io.rubato.tracing.tcp;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.rubato.tracing.context.WorkerIdentity;
import io.rubato.tracing.internal.channel.Channel;
import io.rubato.tracing.internal.channel.Keys;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Starts the spans of a server's requests.
final class RequestTracing {
    private final Channel channel;
    private final @Nullable WorkerIdentity identity;
    private final InetSocketAddress local;

    RequestTracing(OpenTelemetry openTelemetry, @Nullable WorkerIdentity identity, InetSocketAddress local) {
        this.channel = new Channel(openTelemetry, "io.rubato.tracing.tcp");
        this.identity = identity;
        this.local = local;
    }

    /// The caller's context with the new span in it.
    Context start(String path, Map<String, String> headers, int payload, Socket peer) {
        Context caller = channel.extract(headers, HeaderMap.GETTER);
        SpanBuilder builder = channel.span("handle_payload", SpanKind.SERVER, caller)
                .setAttribute(Keys.TRANSPORT, "tcp")
                .setAttribute(Keys.ENDPOINT, TcpRequest.endpointOf(path))
                .setAttribute("payload.size", payload)
                .setAttribute(Keys.SERVER_ADDRESS, local.getAddress().getHostAddress())
                .setAttribute(Keys.SERVER_PORT, (long) local.getPort())
                .setAttribute(Keys.PEER_ADDRESS, peer.getInetAddress().getHostAddress())
                .setAttribute(Keys.PEER_PORT, (long) peer.getPort());
        if (identity != null) {
            builder.setAttribute(Keys.NAMESPACE, identity.namespace())
                    .setAttribute(Keys.COMPONENT, identity.component())
                    .setAttribute(Keys.INSTANCE_ID, identity.instanceId());
        }
        Span span = builder.startSpan();
        return caller.with(span);
    }
}
