package io.rubato.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The default protocol, against a gRPC server that is not of the same family.
class GrpcExportTest {
    private final List<ExportTraceServiceRequest> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile Status first = Status.OK;
    private volatile ExportTraceServiceResponse answer = ExportTraceServiceResponse.getDefaultInstance();
    private Server server;

    @BeforeEach
    void start() throws IOException {
        MethodDescriptor<byte[], byte[]> export = MethodDescriptor.newBuilder(new Bytes(), new Bytes())
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("opentelemetry.proto.collector.trace.v1.TraceService/Export")
                .build();
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(ServerServiceDefinition.builder("opentelemetry.proto.collector.trace.v1.TraceService")
                        .addMethod(export, ServerCalls.asyncUnaryCall((request, observer) -> {
                            if (calls.getAndIncrement() == 0 && !first.isOk()) {
                                observer.onError(first.asRuntimeException());
                                return;
                            }
                            try {
                                received.add(ExportTraceServiceRequest.parseFrom(request));
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                            observer.onNext(answer.toByteArray());
                            observer.onCompleted();
                        }))
                        .build())
                .build()
                .start();
    }

    @AfterEach
    void stop() {
        server.shutdownNow();
    }

    private Tracing tracing() {
        return Tracing.builder()
                .set("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://127.0.0.1:" + server.getPort())
                .set("OTEL_BSP_SCHEDULE_DELAY", "50")
                .set("DYN_LOG", "off")
                .global(false)
                .shutdownHook(false)
                .start();
    }

    @Test
    void spansArrive() {
        try (Tracing tracing = tracing()) {
            tracing.tracer("x").spanBuilder("a").startSpan().end();
        }
        assertThat(received).hasSize(1);
    }

    @Test
    void anUnavailableServerIsAskedAgain() throws Exception {
        first = Status.UNAVAILABLE;
        try (Tracing tracing = tracing()) {
            tracing.tracer("x").spanBuilder("a").startSpan().end();
            Receiver.await(Deadline.LONGEST, () -> received.size() == 1);
            assertThat(calls).hasValue(2);
        }
    }

    @Test
    void aRefusalIsFinal() throws Exception {
        first = Status.PERMISSION_DENIED;
        try (Tracing tracing = tracing()) {
            tracing.tracer("x").spanBuilder("a").startSpan().end();
            Receiver.await(Deadline.LONGEST, () -> tracing.counters().spans().failed() == 1);
        }
        assertThat(calls).hasValue(1);
    }

    @Test
    void aPartialSuccessIsCounted() throws Exception {
        answer = ExportTraceServiceResponse.newBuilder()
                .setPartialSuccess(ExportTracePartialSuccess.newBuilder().setRejectedSpans(1))
                .build();
        try (Tracing tracing = tracing()) {
            tracing.tracer("x").spanBuilder("a").startSpan().end();
            Receiver.await(Deadline.LONGEST, () -> tracing.counters().spans().failed() == 1);
        }
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try (stream) {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
