package io.rubato.examples.serving.plane;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Takes requests as `POST /v1/rpc/{endpoint}`. Answers 202 without a body if the request is taken, 503 with a line if
/// not, 404 if there is no such endpoint.
final class HttpRequestServer implements RequestServer {
    static final String ROOT = "/v1/rpc/";
    private static final int MAX_BODY = 32 << 20;

    private final PayloadTracing tracing;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(8, task -> {
        Thread thread = new Thread(task, "request-plane");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Endpoint> endpoints;

    HttpRequestServer(PayloadTracing tracing, int port, Map<String, Endpoint> endpoints) throws IOException {
        this.tracing = tracing;
        this.endpoints = endpoints;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String name = path.startsWith(ROOT) ? path.substring(ROOT.length()) : "";
        Endpoint endpoint = endpoints.get(name);
        if (endpoint == null) {
            answer(exchange, 404, "Endpoint not found");
            return;
        }
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            answer(exchange, 413, "more than " + MAX_BODY + " bytes");
            return;
        }
        try {
            Context caller = HeaderMap.context(exchange.getRequestHeaders().entrySet());
            tracing.handle(caller, name, endpoint, body);
            answer(exchange, 202, "");
        } catch (RefusedException e) {
            answer(exchange, 503, e.line());
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public String address() {
        InetSocketAddress address = server.getAddress();
        return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + ROOT;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
