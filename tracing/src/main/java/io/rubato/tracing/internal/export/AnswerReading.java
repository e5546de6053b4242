package io.rubato.tracing.internal.export;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Finds the SDK's parts as usual, and lets the answers that the OTLP senders receive be read for partial successes.
public final class AnswerReading implements ComponentLoader {
    private final ComponentLoader found;

    public AnswerReading(ComponentLoader found) {
        this.found = found;
    }

    @Override
    public <T> Iterable<T> load(Class<T> type) {
        List<T> parts = new ArrayList<>();
        for (T part : found.load(type)) {
            parts.add(type.cast(wrapped(part)));
        }
        return parts;
    }

    private static Object wrapped(Object part) {
        if (part instanceof HttpSenderProvider http) {
            return (HttpSenderProvider) config -> new ReadingHttpSender(http.createSender(config));
        }
        if (part instanceof GrpcSenderProvider grpc) {
            return (GrpcSenderProvider) config -> new ReadingGrpcSender(grpc.createSender(config));
        }
        return part;
    }

    private record ReadingHttpSender(HttpSender sender) implements HttpSender {
        @Override
        public void send(MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
            Rejections rejections = Rejections.current();
            sender.send(
                    message,
                    response -> {
                        if (rejections != null && response.getStatusCode() == 200) {
                            rejections.read(response.getResponseBody());
                        }
                        onResponse.accept(response);
                    },
                    onError);
        }

        @Override
        public CompletableResultCode shutdown() {
            return sender.shutdown();
        }
    }

    private record ReadingGrpcSender(GrpcSender sender) implements GrpcSender {
        @Override
        public void send(MessageWriter message, Consumer<GrpcResponse> onResponse, Consumer<Throwable> onError) {
            Rejections rejections = Rejections.current();
            sender.send(
                    message,
                    response -> {
                        if (rejections != null && response.getStatusCode() == GrpcStatusCode.OK) {
                            rejections.read(response.getResponseMessage());
                        }
                        onResponse.accept(response);
                    },
                    onError);
        }

        @Override
        public CompletableResultCode shutdown() {
            return sender.shutdown();
        }
    }
}
