package io.rubato.examples.serving.plane;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs what a NATS connection has to complain about.
final class NatsErrors implements ErrorListener {
    private static final Logger log = LoggerFactory.getLogger(NatsErrors.class);

    @Override
    public void errorOccurred(Connection connection, String error) {
        log.warn("nats: {}", error);
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception failure) {
        log.warn("nats: {}", failure.toString());
    }
}
