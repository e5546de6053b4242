package io.rubato.server.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Compressor;
import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.rubato.server.Await;
import io.rubato.server.Deadline;
import io.rubato.server.internal.life.Phase;
import io.rubato.storage.Compression;
import io.rubato.storage.IngestException;
import io.rubato.storage.IngestException.Reason;
import io.rubato.storage.IngestResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrpcTraceServiceTest {
    private static final byte[] BODY = "as it came".getBytes(StandardCharsets.UTF_8);
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private final Ports ports = new Ports();
    private final ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", ports.grpcPort())
            .usePlaintext()
            .build();

    @AfterEach
    void close() throws Exception {
        channel.shutdownNow().awaitTermination(Deadline.SECONDS, TimeUnit.SECONDS);
        ports.close();
    }

    @Test
    void theMessageGoesToTheStoreAsItCame() {
        assertThat(call(GrpcTraceService.PATH, BODY, CallOptions.DEFAULT)).isEmpty();
        assertThat(ports.store.requests.getFirst().body()).isEqualTo(BODY);
        assertThat(ports.store.requests.getFirst().compression()).isEqualTo(Compression.NONE);
        assertThat(ports.intake.budget().used()).isZero();
    }

    /// What is cut between two fields reads as a shorter request that is whole: only the length that the prefix
    /// announces tells.
    @Test
    void aMessageThatIsShorterOrLongerThanItsPrefixSaysIsRefused() throws Exception {
        byte[] message = RawGrpcClient.message(0, BODY);
        byte[][] wrong = {
            Arrays.copyOf(message, message.length - 1),
            Arrays.copyOf(message, 5),
            Arrays.copyOf(message, 3),
            Arrays.copyOf(message, message.length + 1),
            new byte[0]
        };
        try (RawGrpcClient client = new RawGrpcClient(ports.grpcPort())) {
            for (byte[] bytes : wrong) {
                int stream = client.begin(GrpcTraceService.PATH, "x-scope-orgid", "anyone");
                client.data(stream, bytes, true);
                assertThat(client.answer(stream).header("grpc-status"))
                        .as("%d of %d bytes", bytes.length, message.length)
                        .isEqualTo(Integer.toString(Status.Code.INVALID_ARGUMENT.value()));
            }
            int stream = client.begin(GrpcTraceService.PATH, "x-scope-orgid", "anyone");
            client.data(stream, message, true);
            assertThat(client.answer(stream).header("grpc-status")).isEqualTo("0");
        }
        assertThat(ports.store.requests).hasSize(1);
        assertThat(ports.intake.budget().used()).isZero();
    }

    @Test
    void gzipIsLeftToTheStore() {
        byte[] body = new byte[100_000];
        assertThat(call(GrpcTraceService.PATH, body, CallOptions.DEFAULT.withCompression("gzip")))
                .isEmpty();
        assertThat(ports.store.requests.getFirst().compression()).isEqualTo(Compression.GZIP);
        assertThat(ports.store.requests.getFirst().plain()).isEqualTo(body);
    }

    @Test
    void largeMessagesArrive() {
        assertThat(call(GrpcTraceService.PATH, new byte[64 << 20], CallOptions.DEFAULT))
                .isEmpty();
        assertThat(ports.store.requests.getFirst().body()).hasSize(64 << 20);
        assertThat(ports.intake.budget().used()).isZero();
    }

    @Test
    void partialSuccessSaysHowManyAndWhy() throws Exception {
        ports.store.result = new IngestResult(1, 7, "7 without a trace id", 0);
        CodedInputStream answer = CodedInputStream.newInstance(call(GrpcTraceService.PATH, BODY, CallOptions.DEFAULT));
        assertThat(answer.readTag()).isEqualTo(1 << 3 | 2);
        assertThat(answer.readRawVarint32()).isPositive();
        assertThat(answer.readTag()).isEqualTo(1 << 3);
        assertThat(answer.readInt64()).isEqualTo(7);
        assertThat(answer.readTag()).isEqualTo(2 << 3 | 2);
        assertThat(answer.readString()).isEqualTo("7 without a trace id");
    }

    @Test
    void refusalsHaveTheirCodesAndSayWhenToTryAgain() {
        assertThat(refusal(new IngestException(Reason.MALFORMED, "cut off at byte 3: ä")))
                .satisfies(e -> assertThat(e.getStatus().getDescription()).isEqualTo("cut off at byte 3: ä"))
                .satisfies(e -> assertThat(details(e)).isNull())
                .extracting(e -> e.getStatus().getCode())
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal(new IngestException(Reason.OVERLOADED, "memory", Duration.ofSeconds(3))))
                .satisfies(e -> assertThat(retryDelay(e)).isEqualTo(3))
                .extracting(e -> e.getStatus().getCode())
                .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(refusal(new IngestException(Reason.READ_ONLY, "disk is full")))
                .satisfies(e -> assertThat(retryDelay(e)).isEqualTo(1))
                .extracting(e -> e.getStatus().getCode())
                .isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(refusal(new IngestException(Reason.TOO_LARGE, "over 64 MiB")))
                .satisfies(e -> assertThat(details(e)).isNull())
                .extracting(e -> e.getStatus().getCode())
                .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        ports.life.move(new Phase.Stopping());
        assertThat(failure(BODY, CallOptions.DEFAULT))
                .satisfies(e -> assertThat(retryDelay(e)).isEqualTo(1))
                .satisfies(e -> assertThat(e.getStatus().getDescription()).isEqualTo("stopping"))
                .extracting(e -> e.getStatus().getCode())
                .isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(ports.registry.text())
                .contains("rubato_receiver_requests_total{receiver=\"otlp_grpc\",outcome=\"malformed\"} 1")
                .contains("rubato_receiver_refused_total{reason=\"unavailable\"} 1");
    }

    @Test
    void aMessageOverTheLimitIsRefusedAtItsPrefix() {
        StatusRuntimeException failure = failure(new byte[Ports.MAX_BODY + 1], CallOptions.DEFAULT);
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(failure.getStatus().getDescription())
                .isEqualTo(
                        "body of " + (Ports.MAX_BODY + 1) + " bytes is over the limit of " + Ports.MAX_BODY + " bytes");
        assertThat(details(failure)).isNull();
        assertThat(call(GrpcTraceService.PATH, BODY, CallOptions.DEFAULT)).isEmpty();
        assertThat(ports.intake.budget().used()).isZero();
    }

    @Test
    void unknownMethodsAreUnimplemented() {
        assertThat(Assertions.catchThrowableOfType(
                                StatusRuntimeException.class,
                                () -> call(
                                        "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
                                        BODY,
                                        CallOptions.DEFAULT))
                        .getStatus())
                .satisfies(status -> assertThat(status.getDescription()).contains("takes traces only"))
                .extracting(Status::getCode)
                .isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void unknownCompressionsAreUnimplemented() throws Exception {
        CompressorRegistry codecs = CompressorRegistry.newEmptyInstance();
        codecs.register(new Compressor() {
            @Override
            public String getMessageEncoding() {
                return "br";
            }

            @Override
            public OutputStream compress(OutputStream out) {
                return out;
            }
        });
        ManagedChannel brotli = NettyChannelBuilder.forAddress("127.0.0.1", ports.grpcPort())
                .usePlaintext()
                .compressorRegistry(codecs)
                .build();
        try {
            StatusRuntimeException failure = Assertions.catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> ClientCalls.blockingUnaryCall(
                            brotli, method(GrpcTraceService.PATH), CallOptions.DEFAULT.withCompression("br"), BODY));
            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
            assertThat(failure.getStatus().getDescription())
                    .isEqualTo("grpc-encoding 'br' is not supported, expected gzip, zstd, deflate, snappy or lz4");
        } finally {
            brotli.shutdownNow().awaitTermination(Deadline.SECONDS, TimeUnit.SECONDS);
        }
    }

    @Test
    void healthIsServingWhileSpansAreTaken() {
        assertThat(call(GrpcHealthService.PATH, new byte[0], CallOptions.DEFAULT))
                .containsExactly(8, 1);
        byte[] name = GrpcTraceService.SERVICE.getBytes(StandardCharsets.UTF_8);
        byte[] named = new byte[name.length + 2];
        named[0] = 10;
        named[1] = (byte) name.length;
        System.arraycopy(name, 0, named, 2, name.length);
        assertThat(call(GrpcHealthService.PATH, named, CallOptions.DEFAULT)).containsExactly(8, 1);
        ports.life.move(new Phase.Starting("replaying the log"));
        assertThat(call(GrpcHealthService.PATH, new byte[0], CallOptions.DEFAULT))
                .containsExactly(8, 2);
        assertThat(Assertions.catchThrowableOfType(
                                StatusRuntimeException.class,
                                () -> call(GrpcHealthService.PATH, new byte[] {10, 1, 'x'}, CallOptions.DEFAULT))
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void anAckWaitsForTheStoreAndHoldsNoThread() throws Exception {
        ports.store.hold = new CompletableFuture<>();
        Future<?>[] calls = new Future<?>[100];
        for (int i = 0; i < calls.length; i++) {
            calls[i] = ClientCalls.futureUnaryCall(
                    channel.newCall(method(GrpcTraceService.PATH), CallOptions.DEFAULT), BODY);
        }
        Await.until("all have come", () -> ports.store.requests.size() == calls.length);
        assertThat(ports.intake.underWay()).isEqualTo(calls.length);
        assertThat(calls).noneMatch(Future::isDone);
        ports.store.hold.complete(null);
        for (Future<?> call : calls) {
            assertThat(call.get(Deadline.SECONDS, TimeUnit.SECONDS)).isEqualTo(new byte[0]);
        }
        assertThat(ports.intake.underWay()).isZero();
    }

    private StatusRuntimeException refusal(IngestException refusal) {
        ports.store.refusal = refusal;
        return failure(BODY, CallOptions.DEFAULT);
    }

    private StatusRuntimeException failure(byte[] body, CallOptions options) {
        return Assertions.catchThrowableOfType(
                StatusRuntimeException.class, () -> call(GrpcTraceService.PATH, body, options));
    }

    private byte[] call(String path, byte[] body, CallOptions options) {
        Metadata tenant = new Metadata();
        tenant.put(Metadata.Key.of("x-scope-orgid", Metadata.ASCII_STRING_MARSHALLER), "anyone");
        Channel withTenant = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(tenant));
        return ClientCalls.blockingUnaryCall(withTenant, method(path), options, body);
    }

    private static byte @Nullable [] details(StatusRuntimeException failure) {
        return Objects.requireNonNull(failure.getTrailers()).get(DETAILS);
    }

    /// The whole seconds of the RetryInfo in a google.rpc.Status.
    private static long retryDelay(StatusRuntimeException failure) {
        try {
            CodedInputStream status = CodedInputStream.newInstance(Objects.requireNonNull(details(failure)));
            while (status.readTag() != (3 << 3 | 2)) {
                status.skipField(status.getLastTag());
            }
            CodedInputStream any = CodedInputStream.newInstance(status.readByteArray());
            any.readTag();
            assertThat(any.readString()).isEqualTo("type.googleapis.com/google.rpc.RetryInfo");
            any.readTag();
            CodedInputStream info = CodedInputStream.newInstance(any.readByteArray());
            info.readTag();
            CodedInputStream duration = CodedInputStream.newInstance(info.readByteArray());
            duration.readTag();
            return duration.readInt64();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MethodDescriptor<byte[], byte[]> method(String path) {
        MethodDescriptor.Marshaller<byte[]> bytes = new MethodDescriptor.Marshaller<>() {
            @Override
            public InputStream stream(byte[] value) {
                return new ByteArrayInputStream(value);
            }

            @Override
            public byte[] parse(InputStream stream) {
                try {
                    return stream.readAllBytes();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
        return MethodDescriptor.newBuilder(bytes, bytes)
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(path.substring(1))
                .build();
    }
}
