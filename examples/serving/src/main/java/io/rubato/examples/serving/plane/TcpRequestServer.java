package io.rubato.examples.serving.plane;

import io.opentelemetry.api.OpenTelemetry;
import io.rubato.tracing.context.WorkerIdentity;
import io.rubato.tracing.tcp.TcpRequest;
import io.rubato.tracing.tcp.TcpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/// Takes requests in the frames of Dynamo's TCP plane, at the path `{instance}/{endpoint}`.
final class TcpRequestServer implements RequestServer {
    private final Map<String, Endpoint> endpoints;
    private final TcpServer server;

    TcpRequestServer(OpenTelemetry openTelemetry, Instance self, int port, Map<String, Endpoint> endpoints)
            throws IOException {
        this.endpoints = endpoints;
        this.server = TcpServer.builder(openTelemetry, this::handle)
                .identity(new WorkerIdentity(self.namespace(), self.component(), self.id()))
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private CompletionStage<?> handle(TcpRequest request) throws IOException {
        try {
            return accept(request);
        } catch (RefusedException e) {
            throw new IOException(e.line(), e);
        }
    }

    private CompletionStage<?> accept(TcpRequest request) throws RefusedException {
        Endpoint endpoint = endpoints.get(request.endpoint());
        if (endpoint == null) {
            throw new RefusedException("not_found", "there is no endpoint " + request.endpoint());
        }
        return endpoint.accept(Envelope.decode(request.payload()));
    }

    @Override
    public String address() {
        return server.address().getAddress().getHostAddress() + ":"
                + server.address().getPort();
    }

    @Override
    public void close() {
        server.close();
    }
}
