package io.rubato.server.internal.jaeger;

import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.TraceMatch;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.api.BadRequest;
import io.rubato.storage.Snapshot;
import io.rubato.storage.model.TraceId;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
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
    List<byte[]> load(Snapshot snapshot, List<TraceId> ids, QueryContext context) {
        List<byte[]> traces = new ArrayList<>();
        long bytes = 0;
        for (TraceId id : ids) {
            context.check();
            byte[] trace = snapshot.trace(id, context::report);
            if (trace != null) {
                traces.add(trace);
                bytes += trace.length;
            }
            if (bytes > context.limits().resultBytes()) {
                throw new BadRequest("the traces are over " + context.limits().resultBytes()
                        + " bytes, expected a smaller limit or a shorter time");
            }
        }
        return traces;
    }

    /// All in one TracesData, which is what their bytes in a row are.
    static byte[] joined(List<byte[]> traces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        traces.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
