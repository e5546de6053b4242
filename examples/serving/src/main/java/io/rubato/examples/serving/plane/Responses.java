package io.rubato.examples.serving.plane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rubato.examples.serving.plane.ResponseListener.Connection;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One request's results as they come home. Closing it before the end tells the worker that nobody waits any more. For
/// one thread, but any may close it.
public final class Responses implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Envelope.Home home;
    private final CompletableFuture<Connection> connecting;
    private final Runnable forget;
    private @Nullable Connection connection;

    Responses(Envelope.Home home, CompletableFuture<Connection> connecting, Runnable forget) {
        this.home = home;
        this.connecting = connecting;
        this.forget = forget;
    }

    /// What the request must say, so that the worker finds here.
    public Envelope.Home home() {
        return home;
    }

    /// Waits until the worker has connected.
    ///
    /// @throws UnreachableException if it does not in time
    public void awaitWorker(Instance worker, Duration timeout) throws UnreachableException, InterruptedException {
        try {
            connection = connecting.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new UnreachableException(
                    worker + " took the request but did not connect within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw new UnreachableException(worker + ": " + e.getCause(), e);
        }
    }

    /// The next item, or nothing after the last one.
    ///
    /// @throws FailedException if the worker failed
    /// @throws PlaneException with the kind `worker_lost` if the connection ends before the results do
    public @Nullable JsonNode item(Instance worker) throws PlaneException {
        byte[] bytes = next(worker, Frame.Kind.ITEM);
        try {
            return bytes == null ? null : JSON.readTree(bytes);
        } catch (IOException e) {
            throw new PlaneException("bad_response", worker + " sent an item that is not JSON", e);
        }
    }

    /// As [#item], for bytes.
    public byte @Nullable [] data(Instance worker) throws PlaneException {
        return next(worker, Frame.Kind.DATA);
    }

    private byte @Nullable [] next(Instance worker, Frame.Kind wanted) throws PlaneException {
        Connection open = connection;
        if (open == null) {
            throw new IllegalStateException("awaitWorker comes first");
        }
        try {
            Frame frame = Frame.read(open.in());
            return switch (frame.kind()) {
                case END -> null;
                case ERROR -> throw failure(frame);
                case ITEM, DATA, HANDSHAKE -> {
                    if (frame.kind() != wanted) {
                        throw new PlaneException(
                                "bad_response", worker + " sent a frame " + frame.kind() + ", expected " + wanted);
                    }
                    yield frame.bytes();
                }
            };
        } catch (EOFException e) {
            throw new PlaneException("worker_lost", worker + " went away before it was done", e);
        } catch (SocketTimeoutException e) {
            throw new PlaneException("worker_silent", worker + " said nothing for too long", e);
        } catch (IOException e) {
            throw new PlaneException("worker_lost", worker + " went away before it was done: " + e.getMessage(), e);
        }
    }

    private static FailedException failure(Frame frame) throws IOException {
        JsonNode error = JSON.readTree(frame.bytes());
        return new FailedException(
                error.path("type").asText("worker_failure"),
                error.path("message").asText("the worker failed"));
    }

    @Override
    public void close() {
        forget.run();
        connecting.cancel(false);
        if (!connecting.isCompletedExceptionally()) {
            ResponseListener.closeQuietly(connecting.join().socket());
        }
    }
}
