package io.rubato.examples.serving.plane;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connects to a NATS server, and does so again whenever the connection is lost.
final class NatsConnection {
    private static final Logger log = LoggerFactory.getLogger(NatsConnection.class);

    private NatsConnection() {}

    /// @throws IOException if the server is not there now
    static Connection open(String url) throws IOException {
        Options options = new Options.Builder()
                .server(url)
                .maxReconnects(-1)
                .reconnectWait(Duration.ofMillis(250))
                .connectionTimeout(Duration.ofSeconds(5))
                .connectionListener((connection, event) -> log.info("nats: {}: {}", url, event))
                .errorListener(new NatsErrors())
                .build();
        try {
            return Nats.connect(options);
        } catch (IOException e) {
            throw new IOException("nats: cannot connect to " + url + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("nats: connecting to " + url + " was interrupted", e);
        }
    }

    static void close(Connection connection) {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
