package io.rubato.tracing.tcp;

import static io.rubato.tracing.channel.Recorded.attribute;
import static io.rubato.tracing.channel.Recorded.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.rubato.tracing.channel.Recorded;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcpServerTest {
    private static final TcpHandler TAKING = request -> CompletableFuture.completedFuture(null);

    private final Recorded recorded = new Recorded();

    @SuppressWarnings("NullAway") // Every test serves first.
    private TcpServer server;

    private RawPeer serve(TcpHandler handler, Consumer<TcpServer.Builder> settings) throws IOException {
        TcpServer.Builder builder = TcpServer.builder(recorded.openTelemetry(), handler);
        settings.accept(builder);
        server = builder.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return new RawPeer(server.address());
    }

    @AfterEach
    void stop() {
        server.close();
        recorded.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "{\"a\":1}",
                "{\"traceparent\":\"a\",\"traceparent\":\"b\"}",
                "\u00ff\u00fe",
                "[",
                "{}}"
            })
    void answersMalformedHeadersAndGoesOn(String headers) throws IOException {
        try (RawPeer peer = serve(TAKING, builder -> {})) {
            peer.request("1a/generate", headers.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), "x");
            assertThat(peer.answer()).startsWith("malformed_headers: ");
            peer.request("1a/generate", "{}", "x");
            assertThat(peer.answer()).isEmpty();
        }

        SpanData refused = recorded.await(2).get(0);
        assertThat(attribute(refused, "error.type")).isEqualTo("malformed_headers");
        assertThat(attribute(refused, "endpoint")).isEqualTo("generate");
        assertThat(refused.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(server.counters().of(TcpFault.MALFORMED_HEADERS)).isEqualTo(1);
        assertThat(server.counters().acknowledged()).isEqualTo(1);
    }

    @Test
    void emptyHeadersAreNone() throws IOException {
        try (RawPeer peer = serve(TAKING, builder -> {})) {
            peer.request("p", "", "");
            assertThat(peer.answer()).isEmpty();
        }
        assertThat(recorded.await(SpanKind.SERVER).getParentSpanContext().isValid())
                .isFalse();
    }

    @Test
    void conflictingParentsStartAnew() throws IOException {
        try (RawPeer peer = serve(TAKING, builder -> {})) {
            String one = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
            peer.request("p", "{\"traceparent\":\"" + one + "\",\"Traceparent\":\"" + one + "\"}", "");
            assertThat(peer.answer()).isEmpty();
            peer.request(
                    "p",
                    "{\"TRACEPARENT\":\"" + one + "\",\"X-Request-Id\":\"r\",\"x-dynamo-request-id\":\"no uuid\"}",
                    "");
            assertThat(peer.answer()).isEmpty();
        }
        assertThat(recorded.await(2).get(0).getTraceId()).isNotEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        SpanData second = recorded.spans().get(1);
        assertThat(second.getTraceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(attribute(second, "x_request_id")).isEqualTo("r");
        assertThat(attribute(second, "x_dynamo_request_id")).isNull();
    }

    @Test
    void oversizedPayloadsAreAnsweredAndCutOff() throws IOException {
        try (RawPeer peer = serve(TAKING, builder -> builder.maxMessageSize(1000))) {
            peer.out.writeShort(1);
            peer.out.writeBytes("p");
            peer.out.writeShort(0);
            peer.out.writeInt(0xffff_ffff);
            peer.out.write(new byte[100_000]);
            assertThat(peer.answer()).isEqualTo("too_large: message: 4294967304 bytes, expected at most 1000");
            assertThat(peer.isAtEnd()).isTrue();
        }
        assertThat(server.counters().of(TcpFault.TOO_LARGE)).isEqualTo(1);
        assertThat(attribute(recorded.await(SpanKind.SERVER), "error.type")).isEqualTo("too_large");
    }

    @Test
    void garbageIsAnsweredAndCutOff() throws IOException {
        try (RawPeer peer = serve(TAKING, builder -> {})) {
            peer.out.write("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
            assertThat(peer.answer()).startsWith("too_large: path: 18245 bytes");
        }
        try (RawPeer peer = new RawPeer(server.address())) {
            peer.out.write(new byte[10]);
            assertThat(peer.answer()).startsWith("malformed_frame: path: empty");
            assertThat(peer.isAtEnd()).isTrue();
        }
        try (RawPeer peer = new RawPeer(server.address())) {
            peer.out.write(new byte[] {0, 2, (byte) 0xc0, (byte) 0x80, 0, 0, 0, 0, 0, 0});
            assertThat(peer.answer()).startsWith("malformed_frame: path: not UTF-8");
        }
        assertThat(server.counters().of(TcpFault.MALFORMED_FRAME)).isEqualTo(2);
    }

    @Test
    void pipelinedAnswersKeepTheirOrder() throws IOException {
        CountDownLatch lastDone = new CountDownLatch(1);
        TcpHandler handler = request -> {
            switch (request.path()) {
                case "slow" -> lastDone.await();
                case "bad" -> throw new IOException("no\nsuch model");
                default -> lastDone.countDown();
            }
            return CompletableFuture.completedFuture(null);
        };
        try (RawPeer peer = serve(handler, builder -> {})) {
            peer.request("slow", "{}", "");
            peer.request("bad", "{}", "");
            peer.request("fast", "{}", "");
            assertThat(peer.answer()).isEmpty();
            assertThat(peer.answer()).isEqualTo("refused: no such model");
            assertThat(peer.answer()).isEmpty();
        }
        assertThat(recorded.await(3))
                .filteredOn(span -> span.getStatus().getStatusCode() == StatusCode.ERROR)
                .singleElement()
                .satisfies(span -> assertThat(attribute(span, "error.type")).isEqualTo("refused"));
    }

    @Test
    void slowPeersAreGivenUp() throws IOException {
        try (RawPeer peer = serve(TAKING, builder -> builder.frameTimeout(Duration.ofMillis(200)))) {
            peer.out.write(new byte[] {0, 5, 'a'});
            assertThat(peer.answer()).startsWith("timeout: ");
        }
        until(
                () -> server.counters().connections() == 0,
                () -> server.counters().toString());
        assertThat(server.counters().of(TcpFault.TIMEOUT)).isEqualTo(1);
    }

    @Test
    void idlePeersAreLetGo() throws IOException {
        try (RawPeer peer = serve(TAKING, builder -> builder.idleTimeout(Duration.ofMillis(100)))) {
            assertThat(peer.isAtEnd()).isTrue();
        }
        assertThat(server.counters().faults()).isEmpty();
    }

    @Test
    void peersThatVanishInsideOfAFrameAreCounted() throws IOException {
        try (RawPeer peer = serve(TAKING, builder -> {})) {
            peer.out.write(new byte[] {0, 5, 'a'});
        }
        until(
                () -> server.counters().of(TcpFault.CONNECTION_LOST) == 1,
                () -> server.counters().toString());
        until(
                () -> server.counters().connections() == 0,
                () -> server.counters().toString());
    }

    @Test
    void peersThatOnlyStopSendingGetTheirAnswers() throws IOException {
        CompletableFuture<Void> go = new CompletableFuture<>();
        try (RawPeer peer = serve(
                request -> {
                    go.join();
                    return CompletableFuture.completedFuture(null);
                },
                builder -> {})) {
            peer.request("p", "{}", "");
            peer.socket.shutdownOutput();
            go.complete(null);
            assertThat(peer.answer()).isEmpty();
            assertThat(peer.isAtEnd()).isTrue();
        }
    }

    @Test
    void saysSoWhenAllWorkersAreTaken() throws IOException {
        try (RawPeer peer = serve(
                TAKING,
                builder -> builder.workers(task -> {
                    throw new RejectedExecutionException("full");
                }))) {
            peer.request("p", "{}", "");
            assertThat(peer.answer()).isEqualTo("busy: all workers are taken");
        }
        assertThat(attribute(recorded.await(SpanKind.SERVER), "error.type")).isEqualTo("busy");
    }

    @Test
    void workThatFailsAfterItsAcknowledgementIsOnTheSpan() throws IOException {
        CompletableFuture<Void> work = new CompletableFuture<>();
        try (RawPeer peer = serve(request -> work, builder -> {})) {
            peer.request("p", "{}", "");
            assertThat(peer.answer()).isEmpty();
            assertThat(recorded.spans()).isEmpty();
            work.completeExceptionally(new IllegalStateException("out of memory pages"));
        }
        SpanData span = recorded.await(SpanKind.SERVER);
        assertThat(attribute(span, "error.type")).isEqualTo("java.lang.IllegalStateException");
        assertThat(server.counters().failed()).isEqualTo(1);
    }

    @Test
    void turnsAwayTooManyConnections() throws IOException {
        try (RawPeer peer = serve(TAKING, builder -> builder.maxConnections(1))) {
            peer.request("p", "{}", "");
            assertThat(peer.answer()).isEmpty();
            try (RawPeer second = new RawPeer(server.address())) {
                assertThat(second.isAtEnd()).isTrue();
            }
        }
        assertThat(server.counters().of(TcpFault.BUSY)).isEqualTo(1);
    }

    @Test
    void closingAnswersWhatWasTaken() throws Exception {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        CompletableFuture<Void> go = new CompletableFuture<>();
        try (RawPeer peer = serve(
                request -> {
                    reached.complete(null);
                    go.join();
                    return CompletableFuture.completedFuture(null);
                },
                builder -> {})) {
            peer.request("p", "{}", "");
            reached.get();
            CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
            go.complete(null);
            assertThat(peer.answer()).isEmpty();
            assertThat(peer.isAtEnd()).isTrue();
            closing.get();
            assertThat(server.counters().connections()).isZero();
        }
    }

    @Test
    void aLackOfThreadsCostsOneConnectionOnly() throws IOException {
        AtomicInteger made = new AtomicInteger();
        try (RawPeer peer = serve(
                TAKING,
                builder -> builder.workers(Runnable::run).threads(task -> {
                    if (made.incrementAndGet() == 3) {
                        throw new IllegalStateException("no more threads");
                    }
                    return new Thread(task);
                }))) {
            assertThat(peer.isAtEnd()).isTrue();
        }
        try (RawPeer peer = new RawPeer(server.address())) {
            peer.request("p", "{}", "");
            assertThat(peer.answer()).isEmpty();
        }
        until(
                () -> server.counters().connections() == 0,
                () -> server.counters().toString());
        assertThat(server.counters().of(TcpFault.BUSY)).isEqualTo(1);
    }
}
