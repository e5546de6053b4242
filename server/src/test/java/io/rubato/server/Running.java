package io.rubato.server;

import io.rubato.server.config.Endpoint;
import io.rubato.server.config.ReceiverSettings;
import io.rubato.server.config.RuleSettings;
import io.rubato.server.config.SecuritySettings;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.config.ServerSettings;
import io.rubato.server.config.StorageSettings;
import io.rubato.server.config.TenantSettings;
import io.rubato.server.internal.rules.RuleClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A server on free ports, and a client for its API.
public final class Running implements AutoCloseable {
    public final RubatoServer server;
    private final HttpClient client;

    private Running(RubatoServer server, HttpClient client) {
        this.server = server;
        this.client = client;
    }

    /// Over the real store.
    public static Running in(Path directory) {
        return with(config(directory, ""));
    }

    /// Over the real store, otherwise as configured.
    public static Running with(ServerConfig config) {
        Running running = new Running(RubatoServer.start(config), http1());
        running.server.awaitReady();
        return running;
    }

    /// Over any store, not waiting for it.
    public static Running over(ServerConfig config, StoreOpener store) {
        return new Running(RubatoServer.start(config, store), http1());
    }

    /// The same, with rules that go by a clock.
    static Running over(ServerConfig config, StoreOpener store, RuleClock clock) {
        return new Running(RubatoServer.start(config, store, clock), http1());
    }

    private static HttpClient http1() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    public static ServerConfig config(Path directory, String prefix) {
        ServerConfig defaults = ServerConfig.DEFAULT;
        Endpoint free = new Endpoint("127.0.0.1", 0);
        return new ServerConfig(
                new ServerSettings(
                        "127.0.0.1",
                        0,
                        0,
                        0,
                        prefix,
                        Duration.ofSeconds(5),
                        ServerSettings.LogLevel.WARN,
                        ServerSettings.LogFormat.LOGFMT),
                new ReceiverSettings(
                        new ReceiverSettings.Grpc(true, free, 64 << 20),
                        new ReceiverSettings.Http(
                                true,
                                free,
                                64 << 20,
                                new ReceiverSettings.Cors(List.of("https://*.example"), List.of(), Duration.ZERO)),
                        new ReceiverSettings.Port(true, free),
                        new ReceiverSettings.Jaeger(
                                new ReceiverSettings.Port(true, free), new ReceiverSettings.Port(true, free))),
                defaults.limits(),
                new StorageSettings(
                        directory,
                        directory.resolve("wal"),
                        directory.resolve("blocks"),
                        true,
                        defaults.storage().walSegmentBytes(),
                        1,
                        0),
                defaults.head(),
                defaults.compaction(),
                defaults.retention(),
                defaults.query(),
                RuleSettings.DEFAULT,
                defaults.spanMetrics(),
                SecuritySettings.DEFAULT,
                TenantSettings.DEFAULT);
    }

    public HttpResponse<String> get(String path, String... headers) {
        return get(path, BodyHandlers.ofString(), headers);
    }

    public <T> HttpResponse<T> get(String path, BodyHandler<T> body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.apiUrl().resolve(path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request.build(), body);
    }

    public HttpResponse<String> post(URI url, String type, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("content-type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request.build(), BodyHandlers.ofString());
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body) {
        try {
            return client.send(request, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
