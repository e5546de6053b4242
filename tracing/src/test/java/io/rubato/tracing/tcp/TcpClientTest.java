package io.rubato.tracing.tcp;

import static io.rubato.tracing.channel.Recorded.attribute;
import static io.rubato.tracing.channel.Recorded.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.rubato.tracing.Deadline;
import io.rubato.tracing.channel.Recorded;
import io.rubato.tracing.context.RequestIds;
import io.rubato.tracing.context.WorkerIdentity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpClientTest {
    private static final String UUID = "0196f0e8-7f0e-7cc0-b6c6-2f3a5a4c9d11";

    private final Recorded recorded = new Recorded();
    private final TcpClient client = TcpClient.builder(recorded.openTelemetry())
            .requestTimeout(Duration.ofMillis(500))
            .maxConnections(2)
            .maxPipelined(2)
            .maxMessageSize(1_000_000)
            .build();

    @AfterEach
    void stop() {
        client.close();
        recorded.close();
    }

    private TcpServer serve(TcpHandler handler) throws Exception {
        return TcpServer.builder(recorded.openTelemetry(), handler)
                .identity(new WorkerIdentity("dynamo", "prefill", "1a2b"))
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static InetSocketAddress address(ServerSocket listener) {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    private static ServerSocket listen() throws Exception {
        return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    private static TcpFault faultOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        AtomicReference<TcpFault> fault = new AtomicReference<>();
        assertThatThrownBy(call).isInstanceOfSatisfying(TcpException.class, e -> fault.set(e.fault()));
        return fault.get();
    }

    @Test
    void oneRequestIsOneTrace() throws Exception {
        AtomicReference<TcpRequest> seen = new AtomicReference<>();
        AtomicReference<Context> current = new AtomicReference<>(Context.root());
        try (TcpServer server = serve(request -> {
            seen.set(request);
            current.set(Context.current());
            return CompletableFuture.completedFuture(null);
        })) {
            Span root =
                    recorded.openTelemetry().getTracer("t").spanBuilder("root").startSpan();
            Context context = new RequestIds("test-trace-001", UUID)
                    .storeIn(Context.root().with(root));
            context.wrap(() -> {
                        client.send(server.address(), "1a2b/generate", new byte[] {1, 2, 3});
                        return true;
                    })
                    .call();
            root.end();

            List<SpanData> spans = recorded.await(3);
            SpanData sent = recorded.await(SpanKind.CLIENT);
            SpanData handled = recorded.await(SpanKind.SERVER);
            assertThat(spans)
                    .allSatisfy(span -> assertThat(span.getTraceId())
                            .isEqualTo(root.getSpanContext().getTraceId()));
            assertThat(sent.getParentSpanId()).isEqualTo(root.getSpanContext().getSpanId());
            assertThat(handled.getParentSpanId()).isEqualTo(sent.getSpanId());
            assertThat(handled.getName()).isEqualTo("handle_payload");
            assertThat(List.of(sent, handled)).allSatisfy(span -> {
                assertThat(attribute(span, "x_request_id")).isEqualTo("test-trace-001");
                assertThat(attribute(span, "x_dynamo_request_id")).isEqualTo(UUID);
                assertThat(attribute(span, "endpoint")).isEqualTo("generate");
            });
            assertThat(attribute(handled, "namespace")).isEqualTo("dynamo");
            assertThat(attribute(handled, "component")).isEqualTo("prefill");
            assertThat(attribute(handled, "instance_id")).isEqualTo("1a2b");
            assertThat(seen.get().payload()).containsExactly(1, 2, 3);
            assertThat(seen.get().headers()).containsEntry("x-endpoint-path", "1a2b/generate");
            assertThat(RequestIds.from(current.get())).isEqualTo(new RequestIds("test-trace-001", UUID));
            assertThat(Span.fromContext(current.get()).getSpanContext().getSpanId())
                    .isEqualTo(handled.getSpanId());
        }
    }

    @Test
    void refusalsReachTheCallerAndBothSpans() throws Exception {
        try (TcpServer server = serve(request -> {
            throw new IllegalArgumentException("no such endpoint");
        })) {
            assertThatThrownBy(() -> client.send(server.address(), "x", new byte[0]))
                    .isInstanceOf(TcpException.class)
                    .hasMessageEndingWith("refused: refused: no such endpoint");
            assertThat(recorded.await(2))
                    .allSatisfy(
                            span -> assertThat(attribute(span, "error.type")).isEqualTo("refused"));
            assertThat(client.counters().of(TcpFault.REFUSED)).isEqualTo(1);
            assertThat(server.counters().of(TcpFault.REFUSED)).isEqualTo(1);
        }
    }

    @Test
    void ownHeadersGoAlongButNotStaleOnes() throws Exception {
        AtomicReference<Map<String, String>> seen = new AtomicReference<>(Map.of());
        try (TcpServer server = serve(request -> {
            seen.set(request.headers());
            return CompletableFuture.completedFuture(null);
        })) {
            client.sendAsync(server.address(), "p", Map.of("Traceparent", "stale", "model", "m\u20ac\n"), new byte[0])
                    .get();
            assertThat(seen.get()).containsOnlyKeys("model", "x-endpoint-path", "traceparent");
            assertThat(seen.get()).containsEntry("model", "m\u20ac\n");
        }
    }

    @Test
    void silentPeersTimeOutAndTheirLateAnswersAreNotMistaken() throws Exception {
        try (ServerSocket listener = listen()) {
            CompletableFuture<Void> late = CompletableFuture.runAsync(() -> {
                try (RawPeer peer = new RawPeer(listener.accept())) {
                    assertThat(peer.readRequest()).isEqualTo("first");
                    try (RawPeer second = new RawPeer(listener.accept())) {
                        assertThat(second.readRequest()).isEqualTo("second");
                        peer.out.writeInt(0);
                        second.out.writeInt(0);
                        assertThat(second.isAtEnd()).isTrue();
                    }
                } catch (java.io.IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(faultOf(() -> client.send(address(listener), "first", new byte[0])))
                    .isEqualTo(TcpFault.TIMEOUT);
            client.send(address(listener), "second", new byte[0]);
            until(() -> client.counters().late() == 1, () -> client.counters().toString());
            client.close();
            late.get();
        }
        assertThat(client.counters().acknowledged()).isEqualTo(1);
        assertThat(client.counters().of(TcpFault.TIMEOUT)).isEqualTo(1);
    }

    @Test
    void peersThatDoNotReadHoldNobodyUp() throws Exception {
        try (ServerSocket listener = listen()) {
            TcpClient large = TcpClient.builder(recorded.openTelemetry())
                    .requestTimeout(Duration.ofMillis(300))
                    .build();
            assertThat(faultOf(() -> large.send(address(listener), "p", new byte[30 << 20])))
                    .isIn(TcpFault.TIMEOUT, TcpFault.CONNECTION_LOST);
            until(
                    () -> large.counters().connections() == 0,
                    () -> large.counters().toString());
            large.close();
        }
    }

    @Test
    void vanishedPeersAreLostAndAbsentOnesUnreachable() throws Exception {
        InetSocketAddress address;
        try (ServerSocket listener = listen()) {
            address = address(listener);
            CompletableFuture<Void> cutting = CompletableFuture.runAsync(() -> {
                try (RawPeer peer = new RawPeer(listener.accept())) {
                    assertThat(peer.readRequest()).isEqualTo("p");
                    peer.out.write(0);
                } catch (java.io.IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(faultOf(() -> client.send(address, "p", new byte[0]))).isEqualTo(TcpFault.CONNECTION_LOST);
            cutting.get();
        }
        assertThat(faultOf(() -> client.send(address, "p", new byte[0]))).isEqualTo(TcpFault.UNREACHABLE);
        assertThat(recorded.await(2).get(1).getEvents()).hasSize(1);
    }

    @Test
    void absurdAnswersEndTheConnection() throws Exception {
        try (ServerSocket listener = listen()) {
            CompletableFuture<Void> absurd = CompletableFuture.runAsync(() -> {
                try (RawPeer peer = new RawPeer(listener.accept())) {
                    assertThat(peer.readRequest()).isEqualTo("p");
                    peer.out.writeInt(0x7fffffff);
                    assertThat(peer.isAtEnd()).isTrue();
                } catch (java.io.IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(faultOf(() -> client.send(address(listener), "p", new byte[0])))
                    .isEqualTo(TcpFault.CONNECTION_LOST);
            absurd.get();
        }
    }

    @Test
    void nothingOverTheLimitsIsSent() throws Exception {
        InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        assertThat(faultOf(() -> client.send(nobody, "p".repeat(1025), new byte[0])))
                .isEqualTo(TcpFault.TOO_LARGE);
        assertThat(faultOf(() -> client.send(nobody, "p", new byte[1_000_000]))).isEqualTo(TcpFault.TOO_LARGE);
        assertThat(faultOf(() -> client.send(nobody, "", new byte[0]))).isEqualTo(TcpFault.MALFORMED_FRAME);
        assertThat(client.sendAsync(nobody, "p", Map.of("h", "x".repeat(70_000)), new byte[0]))
                .failsWithin(Deadline.LONGEST)
                .withThrowableThat()
                .withMessageContaining("headers: ");
        assertThat(client.counters().of(TcpFault.TOO_LARGE)).isEqualTo(3);
    }

    @Test
    void sharesFewConnectionsAndSaysWhenAllAreTaken() throws Exception {
        CompletableFuture<Void> go = new CompletableFuture<>();
        try (TcpServer server = serve(request -> {
            go.join();
            return CompletableFuture.completedFuture(null);
        })) {
            List<CompletableFuture<Void>> taken = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                taken.add(client.sendAsync(server.address(), "p", Map.of(), new byte[0]));
            }
            assertThat(faultOf(() -> client.send(server.address(), "p", new byte[0])))
                    .isEqualTo(TcpFault.BUSY);
            assertThat(client.counters().connections()).isEqualTo(2);
            go.complete(null);
            CompletableFuture.allOf(taken.toArray(CompletableFuture[]::new)).get();
            for (int i = 0; i < 20; i++) {
                client.send(server.address(), "p", new byte[0]);
            }
            assertThat(client.counters().connections()).isEqualTo(2);
            assertThat(client.counters().acknowledged()).isEqualTo(24);
        }
    }

    @Test
    void findsTheServerAgainAfterItsRestart() throws Exception {
        TcpServer first = serve(request -> CompletableFuture.completedFuture(null));
        InetSocketAddress address = first.address();
        client.send(address, "p", new byte[0]);
        first.close();
        until(
                () -> client.counters().connections() == 0,
                () -> client.counters().toString());
        try (TcpServer second = TcpServer.builder(
                        recorded.openTelemetry(), request -> CompletableFuture.completedFuture(null))
                .listen(address)) {
            client.send(second.address(), "p", new byte[0]);
            assertThat(second.counters().acknowledged()).isEqualTo(1);
        }
    }

    @Test
    void closedClientsSayThatTheyAre() throws Exception {
        CompletableFuture<Void> never = new CompletableFuture<>();
        try (TcpServer server = serve(request -> {
            never.join();
            return CompletableFuture.completedFuture(null);
        })) {
            CompletableFuture<Void> waiting = client.sendAsync(server.address(), "p", Map.of(), new byte[0]);
            client.close();
            assertThat(waiting)
                    .failsWithin(Deadline.LONGEST)
                    .withThrowableThat()
                    .withMessageContaining("closed");
            assertThat(faultOf(() -> client.send(server.address(), "p", new byte[0])))
                    .isEqualTo(TcpFault.CLOSED);
            never.complete(null);
        }
    }
}
