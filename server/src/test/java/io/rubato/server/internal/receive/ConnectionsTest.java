package io.rubato.server.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.server.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Clients that are slow, many, or gone.
class ConnectionsTest {
    private final Ports ports = new Ports();
    private final List<Socket> sockets = new ArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        client.close();
        ports.close();
    }

    @Test
    void idleAndUnfinishedConnectionsHoldNoThread() throws Exception {
        int threads = Thread.activeCount();
        for (int i = 0; i < 300; i++) {
            connect();
        }
        for (int i = 0; i < 50; i++) {
            begin(1_000_000);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(post()).isEqualTo(200);
        }
        assertThat(Thread.activeCount()).isLessThan(threads + 30);
    }

    @Test
    void aBodyThatComesByteByByteIsTaken() throws Exception {
        Socket slow = begin(5);
        for (int i = 0; i < 5; i++) {
            assertThat(post()).isEqualTo(200);
            slow.getOutputStream().write(i);
            slow.getOutputStream().flush();
        }
        InputStream answer = slow.getInputStream();
        assertThat(new String(answer.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
        assertThat(ports.store.requests.getLast().body()).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void aClientThatGoesAwayGivesItsMemoryBack() throws Exception {
        Socket socket = begin(10_000_000);
        socket.getOutputStream().write(new byte[3_000_000]);
        socket.getOutputStream().flush();
        Await.until("3 MB are held", () -> ports.intake.budget().used() >= 3_000_000);
        socket.close();
        Await.until("nothing is held", () -> ports.intake.budget().used() == 0);
        assertThat(ports.store.requests).isEmpty();
    }

    @Test
    void bodiesTogetherStayWithinTheirMemory() throws Exception {
        for (int i = 0; i < 5; i++) {
            OutputStream out = begin(60_000_000).getOutputStream();
            out.write(new byte[55_000_000]);
            out.flush();
        }
        assertThat(ports.intake.budget().used()).isLessThanOrEqualTo(256 << 20);
        Await.until(
                "one is refused",
                () -> ports.registry.text().contains("rubato_receiver_refused_total{reason=\"overloaded\"}"));
        assertThat(post()).isEqualTo(200);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(ports.httpUrl("/")).getPort());
        sockets.add(socket);
        return socket;
    }

    /// A request whose body has yet to come.
    private Socket begin(int length) throws IOException {
        Socket socket = connect();
        String head = "POST /v1/traces HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-protobuf\r\n"
                + "content-length: " + length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    private int post() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(ports.httpUrl("/v1/traces")))
                .header("content-type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[10]))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }
}
