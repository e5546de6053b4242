package io.rubato.examples.serving.plane;

import io.opentelemetry.api.OpenTelemetry;
import io.rubato.tracing.tcp.TcpClient;
import io.rubato.tracing.tcp.TcpException;
import io.rubato.tracing.tcp.TcpFault;
import java.net.InetSocketAddress;
import java.time.Duration;

/// Sends requests as [TcpRequestServer] takes them.
final class TcpRequestClient implements RequestClient {
    private static final String REFUSED = "refused: ";

    private final TcpClient client;

    /// What is traced is the work, not its hand-over: the span that is current becomes the parent of the worker's, as
    /// on
    /// the other planes, with none for the acknowledgement in between.
    TcpRequestClient(OpenTelemetry openTelemetry, Duration timeout) {
        client = TcpClient.builder(OpenTelemetry.propagating(openTelemetry.getPropagators()))
                .connectTimeout(timeout)
                .requestTimeout(timeout)
                .build();
    }

    @Override
    public void send(Instance worker, String endpoint, byte[] envelope) throws PlaneException, InterruptedException {
        int colon = worker.address().lastIndexOf(':');
        try {
            InetSocketAddress peer = new InetSocketAddress(
                    worker.address().substring(0, colon),
                    Integer.parseInt(worker.address().substring(colon + 1)));
            client.send(peer, worker.id() + "/" + endpoint, envelope);
        } catch (TcpException e) {
            if (e.fault() == TcpFault.REFUSED) {
                throw RefusedException.parse(line(String.valueOf(e.getMessage())));
            }
            throw new UnreachableException(
                    worker + " at " + worker.address() + " cannot be reached: " + e.getMessage(), e);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new UnreachableException(worker + " has the address '" + worker.address() + "', no host:port", e);
        }
    }

    /// What the worker's handler said, without what the server and the client put before it.
    private static String line(String message) {
        int at = message.indexOf(REFUSED);
        String line = at < 0 ? message : message.substring(at + REFUSED.length());
        return line.startsWith(REFUSED) ? line.substring(REFUSED.length()) : line;
    }

    @Override
    public void close() {
        client.close();
    }
}
