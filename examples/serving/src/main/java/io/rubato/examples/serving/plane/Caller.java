package io.rubato.examples.serving.plane;

import java.io.IOException;
import java.time.Duration;

/// Asks workers: hands requests over the request plane and gives back where the results arrive. Safe for concurrent
/// use;
/// closed by whoever made it.
public final class Caller implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final RequestClient client;
    private final ResponseListener listener;

    /// @param client is closed with it
    public Caller(RequestClient client) throws IOException {
        this.client = client;
        this.listener = new ResponseListener();
    }

    /// Sends a request.
    ///
    /// @param body what Jackson writes as JSON
    /// @return the results, which the caller closes
    /// @throws PlaneException if the worker does not take it
    public Responses call(Instance worker, String endpoint, String id, Object body)
            throws PlaneException, InterruptedException {
        Responses responses = listener.expect();
        try {
            client.send(worker, endpoint, Envelope.encode(new Envelope.Head(id, responses.home()), body));
            responses.awaitWorker(worker, CONNECT_TIMEOUT);
            return responses;
        } catch (PlaneException | InterruptedException | RuntimeException e) {
            responses.close();
            throw e;
        }
    }

    @Override
    public void close() {
        client.close();
        listener.close();
    }
}
