package io.rubato.server.internal.prometheus;

import io.rubato.server.config.RemoteWriteSettings;
import io.rubato.server.internal.metrics.Counter;
import io.rubato.server.internal.metrics.Labels;
import io.rubato.server.internal.metrics.Loops;
import io.rubato.server.internal.metrics.Registry;
import io.rubato.server.internal.tenant.TenantHeader;
import io.rubato.storage.loop.Loop;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.iq80.snappy.Snappy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends messages of remote write 1.0, the oldest first, one at a time: again and again while the other side cannot be
/// reached or says so, with growing pauses. What waits is bounded; the oldest go. Safe for concurrent use.
final class RemoteWrite implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RemoteWrite.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;

    private final URI url;
    private final RemoteWriteSettings settings;
    private final Counter sent;
    private final Counter failed;
    private final Counter refused;
    private final Counter dropped;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final Deque<Message> waiting = new ArrayDeque<>();
    private final Loops loops;
    private final Loop loop = new Loop("remote-write", this::awaitMessage, this::deliver);
    private @Nullable Message next;

    @SuppressWarnings("ArrayRecordComponent")
    private record Message(String tenant, byte[] body) {}

    RemoteWrite(RemoteWriteSettings settings, Registry registry) {
        this.url = URI.create(settings.url());
        this.settings = settings;
        this.loops = registry.loops();
        String name = "rubato_remote_write_requests_total";
        String help = "Requests of remote write, by what became of them: failed ones are tried again.";
        this.sent = registry.counter(name, help, Labels.of("result", "sent"));
        this.failed = registry.counter(name, help, Labels.of("result", "failed"));
        this.refused = registry.counter(name, help, Labels.of("result", "refused"));
        this.dropped = registry.counter(name, help, Labels.of("result", "dropped"));
    }

    void start() {
        loops.start(loop);
    }

    /// @param tenant whose series they are, empty where there are none
    void offer(String tenant, List<byte[]> messages) {
        synchronized (waiting) {
            for (byte[] message : messages) {
                waiting.addLast(new Message(tenant, message));
                if (waiting.size() > settings.maxQueued()) {
                    waiting.removeFirst();
                    dropped.increment();
                }
            }
            waiting.notifyAll();
        }
    }

    /// One that was not delivered comes first.
    private boolean awaitMessage() throws InterruptedException {
        synchronized (waiting) {
            while (next == null && waiting.isEmpty()) {
                waiting.wait();
            }
            next = next == null ? waiting.removeFirst() : next;
            return true;
        }
    }

    private void deliver() throws InterruptedException {
        Message raw = Objects.requireNonNull(next);
        Message message = new Message(raw.tenant, compressed(raw.body));
        long pause = FIRST_PAUSE_MILLIS;
        while (!isOver(message)) {
            failed.increment();
            Thread.sleep(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
        next = null;
    }

    /// @throws IOException when a file with a secret cannot be read
    private HttpRequest request(Message message) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(TIMEOUT)
                .header("content-type", "application/x-protobuf")
                .header("content-encoding", "snappy")
                .header("user-agent", "rubato")
                .header("x-prometheus-remote-write-version", "0.1.0")
                .POST(HttpRequest.BodyPublishers.ofByteArray(message.body));
        if (!message.tenant.isEmpty()) {
            request.setHeader(TenantHeader.NAME, message.tenant);
        }
        settings.headers().forEach(request::setHeader);
        Authorization.of(settings.credentials()).ifPresent(value -> request.setHeader("authorization", value));
        return request.build();
    }

    static byte[] compressed(byte[] message) {
        byte[] space = new byte[Snappy.maxCompressedLength(message.length)];
        int length = Snappy.compress(message, 0, message.length, space, 0);
        return Arrays.copyOf(space, length);
    }

    /// Whether the message was taken, or will never be.
    private boolean isOver(Message message) throws InterruptedException {
        try {
            HttpResponse<String> response = client.send(request(message), HttpResponse.BodyHandlers.ofString());
            int status = response.statusCode();
            if (status / 100 == 2) {
                sent.increment();
                return true;
            }
            boolean again = status / 100 == 5 || status == 429;
            log.warn(
                    "remote write to {}: status {}: {}",
                    url,
                    status,
                    response.body().strip());
            if (!again) {
                refused.increment();
            }
            return !again;
        } catch (IOException e) {
            log.warn("remote write to {}: {}", url, e.toString());
            return false;
        }
    }

    @Override
    public void close() {
        loop.cancel();
        loops.forget(loop);
        client.shutdownNow();
    }
}
