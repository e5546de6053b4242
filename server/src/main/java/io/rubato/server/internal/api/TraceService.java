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
                        ? enveloped(find(snapshot, asked, most, context), accepts, context)
                        : bare(engine.trace(snapshot, asked.id(), context), most, accepts, context));
    }

    /// Whether a trace is not to be shown whole.
    ///
    /// @param most its bytes, 0 for any
    private static boolean isTooLarge(byte[] trace, long most) {
        return most > 0 && trace.length > most;
    }

    private static HttpResponse bare(byte @Nullable [] trace, long most, String accepts, QueryContext context)
            throws IOException, MalformedOtlpException {
        if (trace == null) {
            return HttpResponse.of(ResponseHeaders.of(HttpStatus.NOT_FOUND));
        }
        if (isTooLarge(trace, most)) {
            return PlainText.of(422, "trace exceeds max size (max bytes: " + most + ")");
        }
        return accepts.contains(Answers.PROTOBUF)
                ? Answers.protobuf(complete(trace, context))
                : LargeAnswer.json(trace.length, json -> TraceJsonWriter.writeV1(trace, json));
    }

    /// The whole is a little larger; both are there for a moment.
    private static byte[] complete(byte[] trace, QueryContext context) throws MalformedOtlpException {
        context.memory().use(2L * trace.length);
        byte[] complete = CompleteTrace.of(trace);
        context.memory().release(trace.length);
        return complete;
    }

    /// @param trace complete
    /// @param note on what is missing; empty when nothing is
    @SuppressWarnings("ArrayRecordComponent")
    private record Found(byte[] trace, long inspectedBytes, String note) {
        Found noting(String more) {
            return new Found(trace, inspectedBytes, note.isEmpty() ? more : note + "; " + more);
        }
    }

    /// What is found stays counted, what it was made of does not.
    private Found find(Snapshot snapshot, TraceParameters asked, long most, QueryContext context)
            throws MalformedOtlpException {
        Found found = findReadable(snapshot, asked, most, context);
        return context.damage().isEmpty() ? found : found.noting(UNREADABLE);
    }

    private Found findReadable(Snapshot snapshot, TraceParameters asked, long most, QueryContext context)
            throws MalformedOtlpException {
        byte[] trace = engine.trace(snapshot, asked.id(), context);
        if (trace == null) {
            return new Found(new byte[0], 0, "");
        }
        Found found = shown(trace, snapshot, asked, most, context);
        Found complete = new Found(complete(found.trace, context), found.inspectedBytes, found.note);
        context.memory().drop(trace.length);
        return complete;
    }

    private Found shown(byte[] trace, Snapshot snapshot, TraceParameters asked, long most, QueryContext context)
            throws MalformedOtlpException {
        TraceFilter filter = asked.filter();
        if (filter == null) {
            return isTooLarge(trace, most)
                    ? new Found(part(trace, most, context), trace.length, tooLarge(most))
                    : new Found(trace, trace.length, "");
        }
        TraceSpans kept = engine.filter(snapshot, asked.id(), filter, context);
        context.memory().use(2L * trace.length);
        byte[] some = TraceSelection.of(trace, (id, kind) -> kept.spans().contains(new TraceSpans.Key(id, kind)));
        context.memory().release(2L * trace.length - some.length);
        boolean whole = kept.spans().size() == kept.total();
        String note = whole ? "" : FILTERED;
        return isTooLarge(some, most)
                ? new Found(
                        part(some, most, context),
                        trace.length + kept.inspectedBytes(),
                        whole ? tooLarge(most) : tooLarge(most) + "; " + note)
                : new Found(some, trace.length + kept.inspectedBytes(), note);
    }

    private static byte[] part(byte[] trace, long most, QueryContext context) throws MalformedOtlpException {
        context.memory().use(2 * most);
        byte[] part = TraceSelection.upTo(most, trace, (id, kind) -> true);
        context.memory().release(2 * most - part.length);
        return part;
    }

    private static String tooLarge(long most) {
        return "Trace exceeds maximum size of " + most + " bytes, a partial trace is returned";
    }

    private static HttpResponse enveloped(Found found, String accepts, QueryContext context)
            throws IOException, MalformedOtlpException {
        boolean partial = !found.note.isEmpty();
        if (accepts.contains(Answers.LLM)) {
            AnswerBytes json = new AnswerBytes();
            ShortTrace.write(found.trace, found.inspectedBytes, partial, found.note, context.memory()::keep, json);
            return Answers.llm(json.take());
        }
        context.memory().use(found.trace.length);
        byte[] response = new TraceByIdResponse(found.inspectedBytes, partial, found.note).toProtobuf(found.trace);
        context.memory().release(found.trace.length);
        return accepts.contains(Answers.PROTOBUF)
                ? Answers.protobuf(response)
                : LargeAnswer.json(response.length, json -> TraceJsonWriter.writeV2(response, json));
    }
}
