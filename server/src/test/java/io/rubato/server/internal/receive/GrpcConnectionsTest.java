package io.rubato.server.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.rubato.server.Await;
import io.rubato.server.Deadline;
import io.rubato.server.internal.grpc.GrpcTimes;
import io.rubato.server.internal.receive.RawGrpcClient.Answer;
import io.rubato.server.internal.receive.RawGrpcClient.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Clients of the gRPC port that are slow, many, gone, or wrong.
class GrpcConnectionsTest {
    private static final byte[] BODY = "as it came".getBytes(StandardCharsets.UTF_8);
    private static final GrpcTimes SHORT =
            new GrpcTimes(Duration.ofMillis(400), Duration.ofMinutes(1), Duration.ofMinutes(1));
    private static final long MEMORY = 8 << 20;

    private final List<AutoCloseable> open = new ArrayList<>();
    private Ports ports = new Ports(GrpcTimes.DEFAULT, MEMORY);

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        ports.close();
    }

    @Test
    void fiveHundredIdleAndUnfinishedConnectionsHoldNoThread() throws Exception {
        int threads = Thread.activeCount();
        for (int i = 0; i < 250; i++) {
            open.add(new Socket(InetAddress.getLoopbackAddress(), ports.grpcPort()));
            begin(client(), 1_000);
        }
        works(client());
        assertThat(Thread.activeCount()).isLessThan(threads + 10);
    }

    @Test
    void twoHundredBusyConnectionsAreAnswered() throws Exception {
        List<RawGrpcClient> clients = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            clients.add(client());
        }
        List<Integer> streams = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            for (RawGrpcClient client : clients) {
                streams.add(client.call(GrpcTraceService.PATH, new byte[10_000]));
            }
        }
        for (int i = 0; i < streams.size(); i++) {
            RawGrpcClient client = clients.get(i % clients.size());
            assertThat(client.answer(streams.get(i)).header("grpc-status")).isEqualTo("0");
        }
        assertThat(ports.store.requests).hasSize(1_000);
        assertThat(ports.intake.budget().used()).isZero();
    }

    @Test
    void aBodyThatComesByteByByteIsTaken() throws Exception {
        RawGrpcClient slow = client();
        int stream = slow.begin(GrpcTraceService.PATH);
        byte[] message = RawGrpcClient.message(0, BODY);
        for (int i = 0; i < message.length; i++) {
            works(client());
            slow.data(stream, new byte[] {message[i]}, i == message.length - 1);
        }
        assertThat(slow.answer(stream).header("grpc-status")).isEqualTo("0");
        assertThat(ports.store.requests.getLast().body()).isEqualTo(BODY);
    }

    @Test
    void anAnswerIsReadByteByByte() throws Exception {
        RawGrpcClient slow = client(0x4, 0);
        int stream = slow.call(GrpcTraceService.PATH, BODY);
        works(client());
        for (int i = 0; i < 5; i++) {
            slow.frame(RawGrpcClient.WINDOW_UPDATE, 0, stream, new byte[] {0, 0, 0, 1});
            assertThat(slow.next(RawGrpcClient.DATA).payload()).hasSize(1);
        }
        assertThat(slow.next(RawGrpcClient.HEADERS).endsStream()).isTrue();
    }

    @Test
    void anAnswerThatIsNotReadIsDropped() throws Exception {
        restart(SHORT);
        RawGrpcClient slow = client(0x4, 0);
        int stream = slow.call(GrpcTraceService.PATH, BODY);
        assertThat(slow.next(RawGrpcClient.RST_STREAM).stream()).isEqualTo(stream);
    }

    @Test
    void aClientThatOnlySendsIsNotReadFromAndThenCut() throws Exception {
        restart(new GrpcTimes(Duration.ofSeconds(2), Duration.ofMinutes(1), Duration.ofMinutes(1)));
        RawGrpcClient deaf = client();
        String echoed = "/" + "x".repeat(10_000);
        AtomicLong sent = new AtomicLong();
        assertThatThrownBy(() -> {
                    while (true) {
                        deaf.call(echoed, BODY);
                        sent.set(System.nanoTime());
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - sent.get())).isGreaterThan(Duration.ofMillis(300));
        works(client());
    }

    @Test
    void aClientThatGoesAwayGivesItsMemoryBack() throws Exception {
        RawGrpcClient client = client();
        begin(client, 1_000_000);
        Await.until("1 MB is held", () -> ports.intake.budget().used() >= 500_000);
        client.close();
        Await.until("nothing is held", () -> ports.intake.budget().used() == 0);
        assertThat(ports.store.requests).isEmpty();
        assertThat(ports.registry.text()).contains("rubato_receiver_refused_total{reason=\"broken_off\"} 1");
    }

    @Test
    void aCallThatIsResetGivesItsMemoryBack() throws Exception {
        RawGrpcClient client = client();
        int stream = begin(client, 1_000_000);
        Await.until("1 MB is held", () -> ports.intake.budget().used() >= 500_000);
        client.frame(RawGrpcClient.RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
        works(client);
        assertThat(ports.intake.budget().used()).isZero();
    }

    @Test
    void aBodyThatDoesNotEndIsGivenUp() throws Exception {
        restart(SHORT);
        RawGrpcClient client = client();
        int stream = begin(client, 1_000_000);
        Answer answer = client.answer(stream);
        assertThat(answer.header("grpc-status")).isEqualTo("1");
        assertThat(answer.header("grpc-message")).startsWith("body ended after 500000 bytes: not whole after");
        assertThat(ports.intake.budget().used()).isZero();
        assertThat(client.next(RawGrpcClient.RST_STREAM).stream()).isEqualTo(stream);
        works(client);
    }

    @Test
    void aStoreThatDoesNotAnswerIsGivenUp() throws Exception {
        restart(SHORT);
        ports.store.hold = new CompletableFuture<>();
        RawGrpcClient client = client();
        Answer answer = client.answer(client.call(GrpcTraceService.PATH, BODY));
        assertThat(answer.header("grpc-status")).isEqualTo("4");
        ports.store.hold.complete(null);
        works(client);
    }

    @Test
    void anIdleConnectionIsClosedWithAWord() throws Exception {
        restart(new GrpcTimes(Duration.ofMinutes(1), Duration.ofMillis(200), Duration.ofMinutes(1)));
        RawGrpcClient idle = client();
        works(idle);
        assertThat(idle.next(RawGrpcClient.GOAWAY).code()).isZero();
        assertThatThrownBy(idle::next).isInstanceOf(IOException.class);
        Socket silent = new Socket(InetAddress.getLoopbackAddress(), ports.grpcPort());
        open.add(silent);
        silent.setSoTimeout(Deadline.MILLIS);
        assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void keepAliveIsAnswered() throws Exception {
        RawGrpcClient client = client();
        byte[] sign = {1, 2, 3, 4, 5, 6, 7, 8};
        client.frame(RawGrpcClient.PING, 0, 0, sign);
        Frame answer = client.next(RawGrpcClient.PING);
        assertThat(answer.flags()).isEqualTo(1);
        assertThat(answer.payload()).isEqualTo(sign);
    }

    @Test
    void bodiesTogetherStayWithinTheirMemory() throws Exception {
        RawGrpcClient client = client();
        List<Integer> streams = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            streams.add(begin(client, 1_000_000));
        }
        Answer refused = client.answer(streams.getLast());
        assertThat(refused.header("grpc-status")).isEqualTo("8");
        assertThat(refused.header("grpc-message")).startsWith("too many requests under way: ");
        assertThat(refused.header("grpc-status-details-bin")).isNotEmpty();
        assertThat(ports.intake.budget().used()).isBetween(1L, MEMORY);
        client.data(streams.getFirst(), new byte[500_005], true);
        assertThat(client.answer(streams.getFirst()).header("grpc-status")).isEqualTo("0");
    }

    @Test
    void theRestOfARefusedBodyIsNotReadForEver() throws Exception {
        RawGrpcClient client = client();
        int stream = client.begin(GrpcTraceService.PATH);
        client.data(
                stream,
                ByteBuffer.allocate(20_000)
                        .put((byte) 0)
                        .putInt(Ports.MAX_BODY + 1)
                        .array(),
                false);
        assertThat(client.answer(stream).header("grpc-status")).isEqualTo("8");
        client.data(stream, new byte[2 << 20], false);
        assertThat(client.next(RawGrpcClient.RST_STREAM).stream()).isEqualTo(stream);
        works(client);
    }

    @Test
    void metadataHasALimit() throws Exception {
        RawGrpcClient client = client();
        int stream = client.begin(GrpcTraceService.PATH, "x-large", "x".repeat(60_000));
        client.data(stream, RawGrpcClient.message(0, BODY), true);
        assertThat(client.answer(stream).header("grpc-status")).isEqualTo("0");
        stream = client.begin(GrpcTraceService.PATH, "x-large", "x".repeat(66_000));
        assertThat(client.answer(stream).header(":status")).isEqualTo("431");
        works(client);
        try {
            client.begin(GrpcTraceService.PATH, "x-large", "x".repeat(200_000));
            assertThat(client.next(RawGrpcClient.GOAWAY).code()).isNotZero();
        } catch (SocketException reset) {
            // The server closes with bytes unread, so TCP's reset may overtake its GOAWAY.
            assertThat(reset).hasMessageMatching("(?i).*(reset|broken pipe).*");
        }
        works(client());
    }

    @Test
    void callsOfOneConnectionHaveALimit() throws Exception {
        ports.store.hold = new CompletableFuture<>();
        RawGrpcClient client = client();
        assertThat(client.next(RawGrpcClient.SETTINGS).payload()).contains(0, 3, 0, 0, 3, 0xe8);
        for (int i = 0; i < 1_000; i++) {
            client.call(GrpcTraceService.PATH, BODY);
        }
        int stream = client.call(GrpcTraceService.PATH, BODY);
        Frame refused = client.next(RawGrpcClient.RST_STREAM);
        assertThat(refused.stream()).isEqualTo(stream);
        assertThat(refused.code()).isEqualTo(7);
        assertThat(ports.store.requests).hasSize(1_000);
        ports.store.hold.complete(null);
        works(client());
    }

    @Test
    void zstdIsLeftToTheStore() throws Exception {
        RawGrpcClient client = client();
        int stream = client.begin(GrpcTraceService.PATH, "grpc-encoding", "zstd");
        client.data(stream, RawGrpcClient.message(1, Zstd.compress(BODY)), true);
        assertThat(client.answer(stream).header("grpc-status")).isEqualTo("0");
        assertThat(ports.store.requests.getFirst().plain()).isEqualTo(BODY);
    }

    @Test
    void whatIsNotOneMessageIsRefused() throws Exception {
        RawGrpcClient client = client();
        int empty = client.begin(GrpcTraceService.PATH);
        client.data(empty, new byte[0], true);
        assertThat(client.answer(empty).header("grpc-status")).isEqualTo("3");
        int two = client.begin(GrpcTraceService.PATH);
        client.data(two, RawGrpcClient.message(0, BODY), false);
        client.data(two, RawGrpcClient.message(0, BODY), true);
        assertThat(client.answer(two).header("grpc-message"))
                .isEqualTo("one gRPC message expected: it has 10 bytes, the body 25");
        assertThat(ports.registry.text()).contains("outcome=\"malformed\"} 2");
    }

    @Test
    void otherProtocolsAreToldSo() throws Exception {
        RawGrpcClient client = client();
        int page = client.begin("/", "content-type", "text/html");
        client.data(page, BODY, true);
        assertThat(client.answer(page).header(":status")).isEqualTo("415");
        assertThat(talk("POST /v1/traces HTTP/1.1\r\nhost: localhost\r\ncontent-length: 3\r\n\r\nabc"))
                .startsWith("HTTP/1.1 404 ")
                .endsWith("this port takes OTLP over gRPC; OTLP over HTTP has its own port\n");
        assertThat(talk("\u0016\u0003\u0001\u0002\u0000")).isEmpty();
        assertThat(talk("PRI * HTTP/2.0\r\n\r\nnonsense, and more of it")).doesNotContain("grpc-status");
        works(client);
    }

    @Test
    void closingWaitsForCallsUnderWay() throws Exception {
        ports.store.hold = new CompletableFuture<>();
        RawGrpcClient client = client();
        int stream = client.call(GrpcTraceService.PATH, BODY);
        Await.until("it has come", () -> ports.intake.underWay() == 1);
        CompletableFuture<Void> closed = ports.closeGrpc();
        client.next(RawGrpcClient.GOAWAY);
        assertThatThrownBy(() -> client()).isInstanceOf(IOException.class);
        ports.store.hold.complete(null);
        assertThat(client.answer(stream).header("grpc-status")).isEqualTo("0");
        closed.get(Deadline.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void closingDoesNotWaitForEver() throws Exception {
        ports.store.hold = new CompletableFuture<>();
        RawGrpcClient client = client();
        client.call(GrpcTraceService.PATH, BODY);
        begin(client, 1_000);
        client();
        open.add(new Socket(InetAddress.getLoopbackAddress(), ports.grpcPort()));
        Await.until("it has come", () -> ports.intake.underWay() == 1);
        ports.closeGrpc().get(Deadline.SECONDS, TimeUnit.SECONDS);
    }

    private void restart(GrpcTimes times) {
        ports.close();
        ports = new Ports(times, MEMORY);
    }

    private RawGrpcClient client(int... settings) throws IOException {
        RawGrpcClient client = new RawGrpcClient(ports.grpcPort(), settings);
        open.add(client);
        return client;
    }

    /// Sends half of a message.
    private static int begin(RawGrpcClient client, int size) throws IOException {
        int stream = client.begin(GrpcTraceService.PATH);
        client.data(
                stream, ByteBuffer.allocate(size / 2).put((byte) 0).putInt(size).array(), false);
        return stream;
    }

    private static void works(RawGrpcClient client) throws Exception {
        Answer answer = client.answer(client.call(GrpcTraceService.PATH, BODY));
        assertThat(answer.header("grpc-status")).isEqualTo("0");
        assertThat(answer.body()).isEqualTo(new byte[5]);
    }

    private String talk(String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ports.grpcPort())) {
            socket.setSoTimeout(Deadline.MILLIS);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
