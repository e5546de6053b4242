package io.rubato.server;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/// grpc-java, which knows nothing of this server.
public final class GrpcClient implements AutoCloseable {
    private final ManagedChannel channel;
    private final Channel calls;

    /// @param more names and values of metadata
    public GrpcClient(URI url, String... more) {
        channel = NettyChannelBuilder.forAddress(url.getHost(), url.getPort())
                .usePlaintext()
                .build();
        Map<String, String> named = new HashMap<>(Map.of("x-scope-orgid", "somebody"));
        for (int i = 0; i < more.length; i += 2) {
            named.put(more[i], more[i + 1]);
        }
        Metadata headers = new Metadata();
        named.forEach((name, value) -> headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
        calls = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /// All messages of a call.
    ///
    /// @throws StatusRuntimeException when it fails
    public List<TempoProto.Tree> call(String method, Message request, String answer) {
        return call(method, request, answer, options -> options);
    }

    public List<TempoProto.Tree> call(
            String method, Message request, String answer, UnaryOperator<CallOptions> options) {
        List<TempoProto.Tree> messages = new ArrayList<>();
        Iterator<byte[]> found = ClientCalls.blockingServerStreamingCall(
                calls, method(method), options.apply(CallOptions.DEFAULT), request.toByteArray());
        found.forEachRemaining(message -> messages.add(TempoProto.parse(answer, message)));
        return messages;
    }

    /// A call under way.
    public record Call(ClientCall<byte[], byte[]> call, List<byte[]> messages, CompletableFuture<Status> ended) {}

    public Call start(String method, Message request) {
        return start(method, request.toByteArray());
    }

    public Call start(String method, byte[] request) {
        ClientCall<byte[], byte[]> call = calls.newCall(method(method), CallOptions.DEFAULT);
        List<byte[]> messages = new CopyOnWriteArrayList<>();
        CompletableFuture<Status> ended = new CompletableFuture<>();
        ClientCalls.asyncServerStreamingCall(call, request, new StreamObserver<>() {
            @Override
            public void onNext(byte[] message) {
                messages.add(message);
            }

            @Override
            public void onError(Throwable failure) {
                ended.complete(Status.fromThrowable(failure));
            }

            @Override
            public void onCompleted() {
                ended.complete(Status.OK);
            }
        });
        return new Call(call, messages, ended);
    }

    private static MethodDescriptor<byte[], byte[]> method(String path) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
                .setFullMethodName(path)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
    }

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
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
