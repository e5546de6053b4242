package io.rubato.cli;

import io.rubato.generator.GeneratorOptions;
import io.rubato.generator.TraceGenerator;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Sends spans in every way that OTLP knows, most of them in the most usual one: gRPC without compression.
final class WarmUpIngest {
    private static final String EXPORT = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";
    private static final int IN_FLIGHT = 8;

    /// One request in so many is compressed, and one in so many goes over HTTP.
    private static final int GZIP = 8;

    private static final int HTTP = 6;

    private final WarmUpClient client;
    private final URI grpc;
    private final URI http;

    WarmUpIngest(WarmUpClient client, URI grpc, URI http) {
        this.client = client;
        this.grpc = grpc;
        this.http = http.resolve("/v1/traces");
    }

    void send(int spans, long deadline) throws IOException, InterruptedException {
        GeneratorOptions options =
                GeneratorOptions.of(spans).withStart(Instant.now().minusSeconds(60));
        TraceGenerator traces = new TraceGenerator(1, options);
        Deque<CompletableFuture<?>> calls = new ArrayDeque<>();
        for (int i = 0; traces.hasNext() && System.nanoTime() < deadline; i++) {
            byte[] body = traces.next().body();
            if (i % HTTP == 0) {
                client.post(http, "application/x-protobuf", i % GZIP == 0, body);
            } else {
                calls.add(client.call(grpc, EXPORT, i % GZIP == 0, body));
            }
            if (calls.size() >= IN_FLIGHT) {
                await(calls.remove());
            }
        }
        for (CompletableFuture<?> call : calls) {
            await(call);
        }
    }

    private static void await(CompletableFuture<?> call) throws IOException, InterruptedException {
        try {
            call.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    /// Sends a trace again as JSON.
    ///
    /// @param answer of Jaeger's API, which is OTLP in JSON under `result`
    void sendJson(byte[] answer, int times) throws IOException, InterruptedException {
        String text = new String(answer, StandardCharsets.UTF_8);
        int start = text.indexOf("{", 1);
        int end = text.lastIndexOf("}");
        if (start < 0 || end <= start) {
            throw new IOException("a trace is " + text + ", expected {\"result\":{…}}");
        }
        byte[] body = text.substring(start, end).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < times; i++) {
            client.post(http, "application/json", i % GZIP == 0, body);
        }
    }
}
