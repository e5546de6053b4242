package io.rubato.bench;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// OTLP/gRPC in clear text over some connections, taken in turn. Bodies pass through as they are.
final class GrpcSender implements Sender {
    static final MethodDescriptor<byte[], byte[]> EXPORT = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("opentelemetry.proto.collector.trace.v1.TraceService/Export")
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw Status.INTERNAL.withCause(e).asRuntimeException();
            }
        }
    }

    private final List<ManagedChannel> channels;
    private final CallOptions options;
    private final AtomicInteger next = new AtomicInteger();

    GrpcSender(String hostAndPort, int connections, boolean gzip) {
        channels = IntStream.range(0, connections)
                .mapToObj(i -> NettyChannelBuilder.forTarget(hostAndPort)
                        .usePlaintext()
                        .directExecutor()
                        .build())
                .toList();
        options = gzip ? CallOptions.DEFAULT.withCompression("gzip") : CallOptions.DEFAULT;
    }

    @Override
    public CompletableFuture<Ack> send(byte[] body) {
        ManagedChannel channel = channels.get(Math.floorMod(next.getAndIncrement(), channels.size()));
        CompletableFuture<Ack> answer = new CompletableFuture<>();
        ClientCalls.asyncUnaryCall(channel.newCall(EXPORT, options), body, new Answer(answer));
        return answer;
    }

    private record Answer(CompletableFuture<Ack> future) implements StreamObserver<byte[]> {
        @Override
        public void onNext(byte[] response) {
            try {
                future.complete(Ack.decode(response));
            } catch (IOException e) {
                future.completeExceptionally(e);
            }
        }

        @Override
        public void onError(Throwable failure) {
            Status status = Status.fromThrowable(failure);
            String text = status.getCode() + (status.getDescription() == null ? "" : ": " + status.getDescription());
            future.completeExceptionally(new IOException(text, failure));
        }

        @Override
        public void onCompleted() {
            // The answer came with onNext.
        }
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
    }
}
