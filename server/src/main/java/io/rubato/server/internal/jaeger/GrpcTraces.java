package io.rubato.server.internal.jaeger;

import io.rubato.query.QueryContext;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.api.BadRequest;
import io.rubato.server.internal.api.GrpcQuery.Work;
import io.rubato.server.internal.api.GrpcStream;
import io.rubato.server.internal.api.NotFound;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.trace.Fields;
import io.rubato.storage.Snapshot;
import io.rubato.storage.model.TraceId;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/// The methods of traces, which both versions have, each with its own form of spans. Stateless.
final class GrpcTraces {
    private final StoredTraces traces;
    private final Form form;

    /// How a version writes a trace.
    interface Form {
        /// @param trace a TracesData
        /// @param messages takes one or more
        void write(byte[] trace, Consumer<byte[]> messages) throws IOException, MalformedOtlpException;
    }

    GrpcTraces(QuerySettings settings, Form form) {
        this.traces = new StoredTraces(settings);
        this.form = form;
    }

    /// GetTrace.
    Work trace(TraceId id) {
        return (snapshot, context, out) -> {
            List<byte[]> found = traces.load(snapshot, List.of(id), context);
            if (found.isEmpty()) {
                throw new NotFound("trace not found");
            }
            write(found.getFirst(), context, out);
        };
    }

    /// FindTraces, whose request has the query in field 1.
    ///
    /// @param needsTimes see [JaegerSearch#message]
    /// @throws BadRequest in Jaeger's words
    Work search(Fields message, boolean needsTimes) throws MalformedOtlpException {
        JaegerSearch[] asked = new JaegerSearch[1];
        message.each((number, field) -> {
            if (number == 1) {
                asked[0] = JaegerSearch.message(field.message(), needsTimes);
            }
        });
        JaegerSearch search = asked[0];
        if (search == null) {
            throw new BadRequest("missing query");
        }
        return (snapshot, context, out) -> search(snapshot, search, context, out);
    }

    private void search(Snapshot snapshot, JaegerSearch search, QueryContext context, GrpcStream out)
            throws IOException, MalformedOtlpException {
        for (byte[] trace : traces.search(snapshot, search, context)) {
            write(trace, context, out);
        }
    }

    private void write(byte[] trace, QueryContext context, GrpcStream out) throws IOException, MalformedOtlpException {
        form.write(trace, message -> {
            context.check();
            out.message(message);
        });
    }
}
