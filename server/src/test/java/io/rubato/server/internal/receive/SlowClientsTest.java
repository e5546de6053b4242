package io.rubato.server.internal.receive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.server.Await;
import io.rubato.server.config.ConnectionSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Clients that hold connections and streams open at little cost to themselves.
class SlowClientsTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);

    private final List<Socket> sockets = new ArrayList<>();
    private Ports ports = new Ports();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        ports.close();
    }

    @Test
    void fiveHundredThatSendAHeaderLineNowAndThenAreClosed() throws Exception {
        restart(new ConnectionSettings(0, 0, Duration.ofMillis(500), LONG, LONG));
        for (int i = 0; i < 500; i++) {
            write(connect(ports.httpPort()), "GET /ready HTTP/1.1\r\nhost: localhost\r\n");
        }
        int line = 0;
        while (ports.connections.open() > 0) {
            for (Socket socket : sockets) {
                try {
                    write(socket, "x-" + line++ + ": a\r\n");
                } catch (IOException closed) {
                    // as it should be
                }
            }
        }
        for (Socket socket : sockets) {
            assertClosed(socket);
        }
    }

    @Test
    void aFirstLineThatNeverComesIsNotWaitedFor() throws Exception {
        restart(new ConnectionSettings(0, 0, Duration.ofMillis(200), LONG, LONG));
        for (int port : new int[] {ports.httpPort(), ports.grpcPort()}) {
            for (String begun : new String[] {"G", "PRI", "PRI * HTTP/2.0\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"}) {
                Socket socket = connect(port);
                write(socket, begun);
                assertClosed(socket);
            }
        }
    }

    @Test
    void theHeaderOfASecondRequestHasItsTimeToo() throws Exception {
        restart(new ConnectionSettings(0, 0, Duration.ofMillis(200), LONG, LONG));
        Socket socket = connect(ports.httpPort());
        write(socket, "GET /first HTTP/1.1\r\nhost: localhost\r\n\r\n");
        assertThat(new String(socket.getInputStream().readNBytes(12), US_ASCII)).isEqualTo("HTTP/1.1 404");
        write(socket, "GET /second HTTP/1.1\r\n");
        assertClosed(socket);
    }

    @Test
    void aBodyThatDoesNotEndIsNotWaitedFor() throws Exception {
        restart(new ConnectionSettings(0, 0, LONG, Duration.ofMillis(300), LONG));
        Socket socket = connect(ports.httpPort());
        write(
                socket,
                "POST /v1/traces HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-protobuf\r\n"
                        + "content-length: 1000\r\n\r\nab");
        assertClosed(socket);
        Await.until("memory is given back", () -> ports.intake.budget().used() == 0);
    }

    @Test
    void aConnectionBetweenRequestsStaysOpenUntilItIsIdle() throws Exception {
        restart(new ConnectionSettings(0, 0, Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofSeconds(1)));
        Socket socket = connect(ports.httpPort());
        long begun = System.nanoTime();
        write(socket, "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n");
        assertClosed(socket);
        assertThat(System.nanoTime() - begun).isGreaterThan(500_000_000L);
    }

    @Test
    void connectionsAreBoundedPerAddressAndInAll() throws Exception {
        for (ConnectionSettings settings : List.of(
                new ConnectionSettings(0, 10, LONG, LONG, LONG), new ConnectionSettings(10, 0, LONG, LONG, LONG))) {
            restart(settings);
            for (int i = 0; i < 5; i++) {
                connect(ports.httpPort());
                connect(ports.grpcPort());
            }
            Await.until("ten are open", () -> ports.connections.open() == 10);
            assertClosed(connect(ports.httpPort()));
            assertClosed(connect(ports.grpcPort()));
            sockets.getFirst().close();
            Await.until("one is closed", () -> ports.connections.open() == 9);
            Socket again = connect(ports.httpPort());
            write(again, "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n");
            assertThat(new String(again.getInputStream().readNBytes(12), US_ASCII))
                    .isEqualTo("HTTP/1.1 404");
        }
    }

    @Test
    void requestsWithoutEndThatAreNotReadAreNotTaken() throws Exception {
        Socket socket = connect(ports.httpPort());
        String requests = "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n".repeat(1_000);
        boolean closed = false;
        for (int i = 0; i < 10_000 && !closed; i++) {
            try {
                write(socket, requests);
            } catch (IOException e) {
                closed = true;
            }
        }
        assertThat(closed).isTrue();
    }

    /// Armeria waits three seconds, for clients that are still sending.
    @Test
    void aConnectionIsClosedWithItsLastAnswer() throws Exception {
        long begun = System.nanoTime();
        for (int i = 0; i < 40; i++) {
            Socket socket = connect(ports.httpPort());
            write(
                    socket,
                    i % 2 == 0
                            ? "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"
                            : "POST /x HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 2\r\n\r\nab");
            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.1 404")
                    .endsWith("OTLP traces go to POST /v1/traces\n");
        }
        // Two minutes, if each waited.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void aRequestWithoutHostIsRefused() throws Exception {
        for (String request : List.of(
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.0\r\n\r\n",
                "GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n",
                "POST /v1/traces HTTP/1.1\r\ncontent-length: 3\r\n\r\nabc")) {
            Socket socket = connect(ports.httpPort());
            write(socket, request);
            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.1 400")
                    .endsWith("the request needs one Host header\n");
        }
    }

    /// Without ever acknowledging the server's settings, which is when HTTP/2 makes them count.
    @Test
    void streamsAreBoundedFromTheFirstFrame() throws Exception {
        for (int port : new int[] {ports.httpPort(), ports.grpcPort()}) {
            Socket socket = connect(port);
            Thread _ = drain(socket);
            try {
                flood(socket, 20_000);
            } catch (IOException closed) {
                // too many
            }
            int most = port == ports.httpPort() ? 100 : 1_000;
            assertThat(ports.connections.streams()).isLessThanOrEqualTo(most);
            socket.close();
            Await.until("streams are given back", () -> ports.connections.streams() == 0);
        }
    }

    /// Pings and refused streams cost an answer each.
    @Test
    void aClientThatFloodsAndDoesNotReadIsClosed() throws Exception {
        byte[] ping = ByteBuffer.allocate(17)
                .put(new byte[] {0, 0, 8, 6, 0, 0, 0, 0, 0})
                .array();
        ByteArrayOutputStream pings = new ByteArrayOutputStream();
        for (int i = 0; i < 1_000; i++) {
            pings.writeBytes(ping);
        }
        Socket socket = connect(ports.httpPort());
        socket.getOutputStream().write(PREFACE);
        socket.getOutputStream().write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
        boolean closed = false;
        for (int i = 0; i < 10_000 && !closed; i++) {
            try {
                socket.getOutputStream().write(pings.toByteArray());
            } catch (IOException e) {
                closed = true;
            }
        }
        assertThat(closed).isTrue();
    }

    private static void flood(Socket socket, int headers) throws IOException {
        socket.getOutputStream().write(PREFACE);
        socket.getOutputStream().write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
        ByteBuffer frames = ByteBuffer.allocate(14 * headers);
        for (int i = 0; i < headers; i++) {
            // POST, http, /, and an empty authority
            frames.put(new byte[] {0, 0, 5, 1, 4}).putInt(2 * i + 1).put(new byte[] {(byte) 0x83, (byte) 0x86});
            frames.put(new byte[] {(byte) 0x84, 1, 0});
        }
        socket.getOutputStream().write(frames.array());
    }

    private static Thread drain(Socket socket) {
        return Thread.ofVirtual().start(() -> {
            try {
                socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            } catch (IOException closed) {
                // by either side
            }
        });
    }

    private void restart(ConnectionSettings settings) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
        ports.close();
        ports = new Ports(settings);
    }

    private Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        sockets.add(socket);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
    }

    private static void assertClosed(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
        } catch (SocketTimeoutException open) {
            throw new AssertionError("still open", open);
        } catch (IOException reset) {
            // also closed
        }
    }
}
