package io.rubato.storage.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.rubato.storage.SpanSet;
import io.rubato.storage.SpanSet.Placed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// The requests that were sent to a store, and what the store must show of them: each span of an acknowledged
/// request once until it expires, each of another once or not at all.
final class SentSpans {
    private final List<Request> requests = new ArrayList<>();
    private final Map<Key, Request> bySpan = new HashMap<>();

    private record Key(ByteString trace, Placed span) {}

    /// A request, which may have been sent several times.
    static final class Request {
        private final byte[] body;
        private final List<Key> spans = new ArrayList<>();
        private final long arrivedMillis;
        private boolean acknowledged;

        private Request(byte[] body, long arrivedMillis) {
            this.body = body;
            this.arrivedMillis = arrivedMillis;
            new SpanSet()
                    .add(body)
                    .traces()
                    .forEach((trace, placed) -> placed.forEach(span -> spans.add(new Key(trace, span))));
        }

        byte[] body() {
            return body;
        }

        void acknowledge() {
            acknowledged = true;
        }
    }

    /// @param arrivedMillis when it is sent for the first time, which is also when its spans end
    Request add(byte[] body, long arrivedMillis) {
        Request request = new Request(body, arrivedMillis);
        requests.add(request);
        request.spans.forEach(span -> bySpan.put(span, request));
        return request;
    }

    /// One of the latest requests, or none.
    Request[] any(Random random) {
        int size = requests.size();
        return size == 0 ? new Request[0] : new Request[] {requests.get(size - 1 - random.nextInt(Math.min(size, 40)))};
    }

    /// @param expiredMillis what arrived before may be missing
    void check(SpanSet found, long expiredMillis) {
        Map<Key, Integer> counts = new HashMap<>();
        found.traces()
                .forEach((trace, spans) -> spans.forEach(span -> counts.merge(new Key(trace, span), 1, Integer::sum)));
        counts.forEach((span, count) -> {
            assertThat(bySpan).as("spans that were sent").containsKey(span);
            assertThat(count).as("copies of %s", span).isEqualTo(1);
        });
        for (Request request : requests) {
            if (request.acknowledged && request.arrivedMillis >= expiredMillis) {
                assertThat(request.spans).as("spans of an acknowledged request").allMatch(counts::containsKey);
            }
        }
    }

    int requests() {
        return requests.size();
    }

    long acknowledged() {
        return requests.stream().filter(request -> request.acknowledged).count();
    }
}
