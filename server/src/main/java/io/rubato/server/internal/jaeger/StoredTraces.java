package io.rubato.server.internal.jaeger;

import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.QueryException;
import io.rubato.query.TraceMatch;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.api.BadRequest;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.storage.Snapshot;
import io.rubato.storage.model.TraceId;
import java.io.IOException;
import java.util.List;

/// Reads traces. Stateless.
final class StoredTraces {
    private final QueryEngine engine = new QueryEngine();
    private final QuerySettings settings;

    StoredTraces(QuerySettings settings) {
        this.settings = settings;
    }

    /// @throws BadRequest for anything but 1 to 32 hexadecimal digits
    static TraceId id(String hex) {
        try {
            return TraceId.parse(hex);
        } catch (IllegalArgumentException e) {
            throw new BadRequest(String.valueOf(e.getMessage()));
        }
    }

    List<TraceMatch> matches(Snapshot snapshot, JaegerSearch search, QueryContext context) {
        return engine.search(snapshot, search.request(settings), context).traces();
    }

    /// The traces found, each as a TracesData.
    List<byte[]> search(Snapshot snapshot, JaegerSearch search, QueryContext context) {
        return load(
                snapshot,
                matches(snapshot, search, context).stream()
                        .map(TraceMatch::traceId)
                        .toList(),
                context);
    }

    /// Those of these that are stored.
    ///
    /// @throws QueryException when they are larger than an answer may be, or than a query may keep
    List<byte[]> load(Snapshot snapshot, List<TraceId> ids, QueryContext context) {
        return engine.traces(snapshot, ids, context, "a smaller limit or a shorter time");
    }

    /// A trace in a list of results. Its spans are not kept.
    TraceSummary summary(Snapshot snapshot, TraceMatch match, QueryContext context)
            throws IOException, MalformedOtlpException {
        byte[] trace = engine.trace(snapshot, match.traceId(), context);
        if (trace == null) {
            return new TraceSummary(match, 0);
        }
        TraceSummary summary = TraceSummary.of(match, trace, context.memory());
        context.memory().drop(trace.length);
        return summary;
    }

    /// All in one TracesData, which is what their bytes in a row are.
    static byte[] joined(List<byte[]> traces, QueryContext context) {
        if (traces.size() == 1) {
            return traces.getFirst();
        }
        context.memory().use(bytes(traces));
        byte[] all = new byte[Math.toIntExact(bytes(traces))];
        int at = 0;
        for (byte[] trace : traces) {
            System.arraycopy(trace, 0, all, at, trace.length);
            at += trace.length;
        }
        return all;
    }

    static long bytes(List<byte[]> traces) {
        return traces.stream().mapToLong(trace -> trace.length).sum();
    }
}
