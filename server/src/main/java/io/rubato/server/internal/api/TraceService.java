package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.TraceFilter;
import io.rubato.query.TraceSpans;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.http.PlainText;
import io.rubato.server.internal.otlp.CompleteTrace;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.otlp.TraceByIdResponse;
import io.rubato.server.internal.otlp.TraceJsonWriter;
import io.rubato.server.internal.otlp.TraceSelection;
import io.rubato.server.internal.trace.ShortTrace;
import io.rubato.storage.Snapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// `/api/traces/{id}` and `/api/v2/traces/{id}`: a trace in JSON or, to who accepts it, protobuf. A trace that is not
/// stored is 404 without a body in version 1, and 200 with an empty trace in version 2.
final class TraceService implements HttpService {
    private static final String UNREADABLE = "Parts of the store cannot be read, spans may be missing";
    private static final String FILTERED = "Trace filtered, only a subset of spans matching the filter is returned";

    private final QueryRunner runner;
    private final QueryEngine engine;
    private final QuerySettings settings;
    private final boolean enveloped;

    /// @param enveloped whether the trace comes in an envelope (version 2)
    TraceService(QueryRunner runner, QueryEngine engine, QuerySettings settings, boolean enveloped) {
        this.runner = runner;
        this.engine = engine;
        this.settings = settings;
        this.enveloped = enveloped;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
        TraceParameters asked;
        try {
            asked = TraceParameters.of(ctx.path(), new Parameters(ctx.queryParams()), enveloped);
        } catch (BadRequest e) {
            return PlainText.of(400, e.text());
        }
        String accepts = request.headers().get(HttpHeaderNames.ACCEPT, "");
        long most = runner.settings(ctx).memory().maxTraceBytes();
        return runner.run(
                ctx,
                settings.traceByIdTimeout(),
                (snapshot, context) -> enveloped
                        ? enveloped(find(snapshot, asked, most, context), accepts)
                        : bare(snapshot.trace(asked.id(), context::report), most, accepts));
    }

    /// Whether a trace is not to be shown whole.
    ///
    /// @param most its bytes, 0 for any
    private static boolean isTooLarge(byte[] trace, long most) {
        return most > 0 && trace.length > most;
    }

    private static HttpResponse bare(byte @Nullable [] trace, long most, String accepts)
            throws IOException, MalformedOtlpException {
        if (trace == null) {
            return HttpResponse.of(ResponseHeaders.of(HttpStatus.NOT_FOUND));
        }
        if (isTooLarge(trace, most)) {
            return PlainText.of(422, "trace exceeds max size (max bytes: " + most + ")");
        }
        if (accepts.contains(Answers.PROTOBUF)) {
            return Answers.protobuf(CompleteTrace.of(trace));
        }
        ByteArrayOutputStream json = new ByteArrayOutputStream(2 * trace.length);
        TraceJsonWriter.writeV1(trace, json);
        return Answers.json(json.toByteArray());
    }

    /// @param note on what is missing; empty when nothing is
    @SuppressWarnings("ArrayRecordComponent")
    private record Found(byte[] trace, long inspectedBytes, String note) {
        Found noting(String more) {
            return new Found(trace, inspectedBytes, note.isEmpty() ? more : note + "; " + more);
        }
    }

    private Found find(Snapshot snapshot, TraceParameters asked, long most, QueryContext context)
            throws MalformedOtlpException {
        Found found = findReadable(snapshot, asked, most, context);
        return context.damage().isEmpty() ? found : found.noting(UNREADABLE);
    }

    private Found findReadable(Snapshot snapshot, TraceParameters asked, long most, QueryContext context)
            throws MalformedOtlpException {
        byte[] trace = snapshot.trace(asked.id(), context::report);
        TraceFilter filter = asked.filter();
        if (trace == null) {
            return new Found(new byte[0], 0, "");
        }
        if (filter == null) {
            return isTooLarge(trace, most)
                    ? new Found(part(trace, most), trace.length, tooLarge(most))
                    : new Found(trace, trace.length, "");
        }
        TraceSpans kept = engine.filter(snapshot, asked.id(), filter, context);
        byte[] some = TraceSelection.of(trace, (id, kind) -> kept.spans().contains(new TraceSpans.Key(id, kind)));
        boolean whole = kept.spans().size() == kept.total();
        String note = whole ? "" : FILTERED;
        return isTooLarge(some, most)
                ? new Found(
                        part(some, most),
                        trace.length + kept.inspectedBytes(),
                        whole ? tooLarge(most) : tooLarge(most) + "; " + note)
                : new Found(some, trace.length + kept.inspectedBytes(), note);
    }

    private static byte[] part(byte[] trace, long most) throws MalformedOtlpException {
        return TraceSelection.upTo(most, trace, (id, kind) -> true);
    }

    private static String tooLarge(long most) {
        return "Trace exceeds maximum size of " + most + " bytes, a partial trace is returned";
    }

    private static HttpResponse enveloped(Found found, String accepts) throws IOException, MalformedOtlpException {
        byte[] complete = CompleteTrace.of(found.trace);
        boolean partial = !found.note.isEmpty();
        if (accepts.contains(Answers.LLM)) {
            return Answers.llm(ShortTrace.json(complete, found.inspectedBytes, partial, found.note));
        }
        byte[] response = new TraceByIdResponse(found.inspectedBytes, partial, found.note).toProtobuf(complete);
        if (accepts.contains(Answers.PROTOBUF)) {
            return Answers.protobuf(response);
        }
        ByteArrayOutputStream json = new ByteArrayOutputStream(2 * response.length);
        TraceJsonWriter.writeV2(response, json);
        return Answers.json(json.toByteArray());
    }
}
