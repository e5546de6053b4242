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

/// Finds the SDK's parts as usual, and keeps what the backend answers to the OTLP senders.
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
            Answer answer = Answer.current();
            if (answer == null) {
                sender.send(message, onResponse, onError);
                return;
            }
            sender.send(
                    message,
                    response -> {
                        int status = response.getStatusCode();
                        if (status >= 200 && status < 300) {
                            answer.accepted(response.getResponseBody());
                        } else {
                            answer.failed(Failure.ofHttpStatus(status));
                        }
                        onResponse.accept(response);
                    },
                    answer.noting(onError));
        }

        @Override
        public CompletableResultCode shutdown() {
            return sender.shutdown();
        }
    }

    private record ReadingGrpcSender(GrpcSender sender) implements GrpcSender {
        @Override
        public void send(MessageWriter message, Consumer<GrpcResponse> onResponse, Consumer<Throwable> onError) {
            Answer answer = Answer.current();
            if (answer == null) {
                sender.send(message, onResponse, onError);
                return;
            }
            sender.send(
                    message,
                    response -> {
                        if (response.getStatusCode() == GrpcStatusCode.OK) {
                            answer.accepted(response.getResponseMessage());
                        } else {
                            answer.failed(Failure.of(response));
                        }
                        onResponse.accept(response);
                    },
                    answer.noting(onError));
        }

        @Override
        public CompletableResultCode shutdown() {
            return sender.shutdown();
        }
    }
}
