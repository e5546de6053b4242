package io.rubato.tracing.w3c;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.rubato.tracing.context.TraceHeaders;
import io.rubato.tracing.http.JdkServerFilter;
import io.rubato.tracing.http.TracingHttpClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The service under test of the [W3C validation harness](https://github.com/w3c/trace-context/tree/main/test): takes a
/// JSON array of `{url, arguments}` at `POST /test` and posts each `arguments` to its `url`, through this library's
/// server filter and client.
///
/// To run the public harness against it: start [#main] with a port (5000 unless given), then
/// `python test.py http://127.0.0.1:5000/test`.
public final class CallbackService implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final HttpClient client;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    CallbackService(OpenTelemetry openTelemetry, int port) throws IOException {
        client = TracingHttpClient.wrap(HttpClient.newHttpClient(), openTelemetry);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/test", this::handle).getFilters().add(new JdkServerFilter(openTelemetry));
        server.start();
    }

    @SuppressWarnings("SystemOut") // Whoever starts it wants to know where it is.
    public static void main(String[] arguments) throws IOException {
        OpenTelemetry openTelemetry = OpenTelemetrySdk.builder()
                .setPropagators(ContextPropagators.create(TraceHeaders.propagator()))
                .build();
        CallbackService service =
                new CallbackService(openTelemetry, arguments.length == 0 ? 5000 : Integer.parseInt(arguments[0]));
        System.out.println("http://127.0.0.1:" + service.port() + "/test");
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            for (JsonNode call : JSON.readTree(exchange.getRequestBody())) {
                client.send(
                        HttpRequest.newBuilder(URI.create(call.get("url").asText()))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        call.get("arguments").toString()))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
            }
            exchange.sendResponseHeaders(200, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
