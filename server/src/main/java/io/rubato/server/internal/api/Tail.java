package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import io.rubato.query.SearchRequest;
import io.rubato.query.Spanset;
import io.rubato.query.TraceMatch;
import io.rubato.storage.DamagedException;
import io.rubato.storage.MemoryUse;
import io.rubato.storage.Snapshot;
import io.rubato.storage.model.TraceId;
import io.rubato.storage.scan.Arrivals;
import io.rubato.storage.scan.SpanSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client that follows what comes in. Used by one thread but for [#end].
///
/// Events are `trace` (a trace as a search shows it; again when more of it matches), `error` and `end`. What waits for
/// a client that reads too slowly is bounded; beyond it the client is told and dropped.
final class Tail {
    private static final Logger log = LoggerFactory.getLogger(Tail.class);
    private static final int LONGEST_QUEUE = 1_000;
    private static final int REMEMBERED = 20_000;
    private static final int WRITTEN_AT_ONCE = 64 << 10;
    private static final ResponseHeaders HEADERS = ResponseHeaders.of(
            HttpStatus.OK,
            HttpHeaderNames.CONTENT_TYPE,
            "text/event-stream",
            HttpHeaderNames.CACHE_CONTROL,
            "no-cache",
            // Proxies such as nginx hold answers back otherwise.
            "x-accel-buffering",
            "no");

    private final SearchRequest request;
    private final String tenants;
    private final String client;
    private final HttpResponseWriter response = HttpResponse.streaming();
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private final Map<TraceId, Integer> told = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TraceId, Integer> eldest) {
            return size() > REMEMBERED;
        }
    };
    private CompletableFuture<Void> consumed = CompletableFuture.completedFuture(null);
    private Map<Object, Integer> known = Map.of();
    private boolean begun;
    private long seen = -1;
    private long writtenAt = System.nanoTime();

    /// @param tenants as the client names them, empty when it does not
    Tail(SearchRequest request, String tenants, String client) {
        this.request = request;
        this.tenants = tenants;
        this.client = client;
        boolean _ = response.tryWrite(HEADERS);
    }

    HttpResponse response() {
        return response;
    }

    String tenants() {
        return tenants;
    }

    SearchRequest request() {
        return request;
    }

    boolean isOpen() {
        return response.isOpen();
    }

    /// Whether nothing has come in since the last look.
    boolean hasSeen(long received) {
        return seen == received;
    }

    /// What of a snapshot may hold something new. At the first look that is what is in heads, for it may be found
    /// again; later what came in since the last look.
    Snapshot fresh(Snapshot snapshot) {
        Map<Object, Integer> extents = new HashMap<>();
        List<SpanSource> sources = new ArrayList<>();
        for (SpanSource source : snapshot.sources()) {
            Arrivals arrivals = source.arrivals();
            arrivals.extents().forEach((key, extent) -> extents.merge(key, extent, Math::max));
            if (begun ? !arrivals.areAmong(known) : arrivals.inHeads()) {
                sources.add(source);
            }
        }
        known = extents;
        return new Snapshot() {
            @Override
            public List<SpanSource> sources() {
                return sources;
            }

            @Override
            public byte @Nullable [] trace(TraceId id, MemoryUse memory, Consumer<DamagedException> damage) {
                return snapshot.trace(id, memory, damage);
            }

            @Override
            public void close() {}
        };
    }

    /// @param traces newest first
    /// @param received how much had come in before they were looked for
    void found(List<TraceMatch> traces, long received) {
        seen = received;
        for (TraceMatch trace : traces.reversed()) {
            int matched = trace.spansets().stream().mapToInt(Spanset::matched).sum();
            Integer before = told.put(trace.traceId(), matched);
            // What was there before the client came is not new.
            if (begun && (before == null || before < matched)) {
                offer(event("trace", Json.bytes(out -> SearchJson.trace(out, trace, true))));
            }
        }
        if (!begun) {
            begun = true;
            offer(": following\n\n".getBytes(StandardCharsets.UTF_8));
        }
        drain();
    }

    private void offer(byte[] event) {
        if (!isOpen()) {
            return;
        }
        if (queue.size() >= LONGEST_QUEUE) {
            log.warn("a tail of {} was dropped: {} events waited for it", client, LONGEST_QUEUE);
            queue.clear();
            end("end", "dropped: " + LONGEST_QUEUE + " events waited, read faster or ask for less");
            return;
        }
        queue.add(event);
    }

    private void drain() {
        while (!queue.isEmpty() && consumed.isDone() && isOpen()) {
            int size = 0;
            while (!queue.isEmpty() && size < WRITTEN_AT_ONCE) {
                byte[] event = queue.remove();
                size += event.length;
                boolean _ = response.tryWrite(HttpData.wrap(event));
            }
            consumed = response.whenConsumed();
            writtenAt = System.nanoTime();
        }
    }

    /// Sends what waits, and a comment now and then, so that proxies keep the connection and a lost client is noticed.
    void alive(Duration every) {
        drain();
        if (consumed.isDone() && System.nanoTime() - writtenAt > every.toNanos()) {
            offer(": alive\n\n".getBytes(StandardCharsets.UTF_8));
            drain();
        }
    }

    void end(String event, String why) {
        boolean _ = response.tryWrite(HttpData.wrap(event(event, why.getBytes(StandardCharsets.UTF_8))));
        response.close();
    }

    /// @param data without line breaks
    private static byte[] event(String name, byte[] data) {
        byte[] head = ("event: " + name + "\ndata: ").getBytes(StandardCharsets.UTF_8);
        byte[] event = new byte[head.length + data.length + 2];
        System.arraycopy(head, 0, event, 0, head.length);
        System.arraycopy(data, 0, event, head.length, data.length);
        event[event.length - 2] = '\n';
        event[event.length - 1] = '\n';
        return event;
    }
}
