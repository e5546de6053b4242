package io.rubato.server.internal.jaeger;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.api.BadRequest;
import io.rubato.server.internal.api.QueryRunner;
import io.rubato.server.internal.edges.ServiceEdges;
import io.rubato.server.internal.edges.ServiceEdges.ServiceEdge;
import io.rubato.server.internal.jaeger.Envelopes.Problem;
import io.rubato.server.internal.jaeger.JaegerNames.Operation;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.otlp.OtlpJsonReader;
import io.rubato.server.internal.otlp.OtlpLimits;
import io.rubato.server.internal.route.Route;
import io.rubato.server.internal.trace.DecodedTrace;
import io.rubato.server.internal.trace.TraceDecoder;
import io.rubato.storage.model.TraceId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Version 2 of Jaeger's query API: what its UI and Grafana ask.
/// Source:
/// <https://github.com/jaegertracing/jaeger/blob/main/cmd/jaeger/internal/extension/jaegerquery/internal/http_handler.go>
final class QueryV2 {
    private static final String NOT_FOUND = "trace not found";
    private static final long MILLI = 1_000_000;
    private static final long DAY = 86_400_000;
    private static final int SHORT_ID = 16;

    /// Of a file to be shown, bytes.
    private static final int LARGEST_FILE = 8 << 20;

    private final QueryRunner runner;
    private final QuerySettings settings;
    private final ServiceEdges edges;
    private final QueryEngine engine = new QueryEngine();
    private final JaegerNames names = new JaegerNames();
    private final StoredTraces traces;
    private final OtlpJsonReader otlp;

    QueryV2(QueryRunner runner, QuerySettings settings, ServiceEdges edges) {
        this.runner = runner;
        this.settings = settings;
        this.edges = edges;
        this.traces = new StoredTraces(settings);
        this.otlp = new OtlpJsonReader(OtlpLimits.DEFAULT);
    }

    Map<String, Route> routes() {
        Map<String, Route> routes = new LinkedHashMap<>();
        routes.put(
                "/api/services",
                call(ctx -> (snapshot, context) -> Envelopes.texts(names.services(snapshot, context))));
        routes.put("/api/services/{service}/operations", call(this::operationNames));
        routes.put("/api/operations", call(this::operations));
        routes.put("/api/traces", call(this::search));
        routes.put("/api/traces/{id}", call(this::trace));
        routes.put("/api/dependencies", call(this::dependencies));
        routes.put("/api/archive/{id}", call(this::archive));
        routes.put("/api/transform", Route.query(this::transform));
        String quality = "quality metrics are not kept by this server";
        routes.put("/api/quality-metrics", Route.query((ctx, request) -> Envelopes.failure(501, quality)));
        String paths = "paths of dependencies are not kept by this server";
        routes.put("/analytics/v1/dependencies", Route.query((ctx, request) -> Envelopes.failure(501, paths)));
        MonitorMetrics metrics = new MonitorMetrics(settings);
        for (String metric : List.of("latencies", "calls", "errors")) {
            routes.put(
                    "/api/metrics/" + metric, call(ctx -> metrics.question(metric, ctx.queryParams(), Instant.now())));
        }
        routes.put("/api/metrics/minstep", Route.query((ctx, request) -> Envelopes.data(0, out -> out.writeNumber(1))));
        return routes;
    }

    private Route call(JaegerCall.Checking checking) {
        return Route.query(new JaegerCall(runner, settings.timeout(), Envelopes::failure, checking).service());
    }

    private QueryRunner.Question<HttpResponse> operationNames(ServiceRequestContext ctx) {
        String service = String.valueOf(ctx.pathParam("service"));
        return (snapshot, context) -> Envelopes.texts(names.operationNames(snapshot, context, service));
    }

    private QueryRunner.Question<HttpResponse> operations(ServiceRequestContext ctx) {
        String service = ctx.queryParams().get("service", "");
        String kind = ctx.queryParams().get("spanKind", "");
        if (service.isEmpty()) {
            throw new BadRequest("parameter 'service' is required");
        }
        return (snapshot, context) -> {
            List<Operation> operations = names.operations(snapshot, context, service, kind);
            return Envelopes.data(operations.size(), out -> Operation.write(out, operations));
        };
    }

    private QueryRunner.Question<HttpResponse> search(ServiceRequestContext ctx) {
        List<String> asked = ctx.queryParams().getAll("traceID");
        if (asked.isEmpty()) {
            JaegerSearch search = JaegerSearch.v2(ctx.queryParams(), Instant.now());
            return (snapshot, context) -> answer(traces.search(snapshot, search, context), true, List.of());
        }
        List<TraceId> ids = asked.stream().map(StoredTraces::id).toList();
        boolean shortIds = asked.stream().anyMatch(id -> id.length() <= SHORT_ID);
        return (snapshot, context) -> {
            List<Problem> problems = new ArrayList<>();
            List<byte[]> found = new ArrayList<>();
            for (int i = 0; i < ids.size(); i++) {
                List<byte[]> one = traces.load(snapshot, List.of(ids.get(i)), context);
                found.addAll(one);
                if (one.isEmpty()) {
                    problems.add(new Problem(404, NOT_FOUND, asked.get(i)));
                }
            }
            return answer(found, shortIds, problems);
        };
    }

    private QueryRunner.Question<HttpResponse> trace(ServiceRequestContext ctx) {
        String asked = String.valueOf(ctx.pathParam("id"));
        TraceId id = StoredTraces.id(asked);
        return (snapshot, context) -> {
            List<byte[]> found = traces.load(snapshot, List.of(id), context);
            return found.isEmpty()
                    ? Envelopes.failure(404, NOT_FOUND)
                    : answer(found, asked.length() <= SHORT_ID, List.of());
        };
    }

    private static HttpResponse answer(List<byte[]> traces, boolean shortIds, List<Problem> problems)
            throws IOException, MalformedOtlpException {
        return Envelopes.large(
                StoredTraces.bytes(traces),
                out -> {
                    out.writeStartArray();
                    JaegerJson json = new JaegerJson(out, shortIds);
                    for (byte[] trace : traces) {
                        write(json, trace);
                    }
                    out.writeEndArray();
                },
                problems);
    }

    private static void write(JaegerJson json, byte[] trace) throws IOException {
        try {
            json.trace(trace);
        } catch (MalformedOtlpException e) {
            throw new IOException("a stored trace is malformed", e);
        }
    }

    private QueryRunner.Question<HttpResponse> dependencies(ServiceRequestContext ctx) {
        QueryParams parameters = ctx.queryParams();
        long end = JaegerSearch.number(parameters, "endTs", System.currentTimeMillis());
        long lookback = JaegerSearch.number(parameters, "lookback", DAY);
        if (end < 0 || end >= Long.MAX_VALUE / MILLI || lookback < 0) {
            throw new BadRequest("unable to parse param 'endTs' or 'lookback': expected milliseconds from 0 up");
        }
        return (snapshot, context) -> {
            List<ServiceEdge> calls =
                    edges.between(snapshot, Math.max(0, end - lookback) * MILLI, end * MILLI + MILLI - 1, context);
            return Envelopes.data(0, out -> {
                out.writeStartArray();
                for (ServiceEdge edge : calls) {
                    out.writeStartObject();
                    out.writeStringField("parent", edge.parent());
                    out.writeStringField("child", edge.child());
                    out.writeNumberField("callCount", edge.calls());
                    out.writeEndObject();
                }
                out.writeEndArray();
            });
        };
    }

    /// What is stored stays as long as retention says; there is no second store to move it to.
    private QueryRunner.Question<HttpResponse> archive(ServiceRequestContext ctx) {
        TraceId id = StoredTraces.id(String.valueOf(ctx.pathParam("id")));
        return (snapshot, context) -> engine.trace(snapshot, id, context) == null
                ? Envelopes.failure(404, NOT_FOUND)
                : Envelopes.failure(501, "archive span storage was not configured");
    }

    /// OTLP/JSON that a user has as a file, for the UI to show. Nothing is stored.
    private HttpResponse transform(ServiceRequestContext ctx, HttpRequest request) {
        ctx.setMaxRequestLength(LARGEST_FILE);
        return HttpResponse.of(request.aggregate()
                .thenApply(whole -> new JaegerCall(
                                runner,
                                settings.timeout(),
                                Envelopes::failure,
                                each -> (snapshot, context) ->
                                        transformed(whole.content().array(), context))
                        .answer(ctx))
                .exceptionally(failure -> Envelopes.failure(
                        413, "the file could not be read, expected at most " + LARGEST_FILE + " bytes")));
    }

    private HttpResponse transformed(byte[] json, QueryContext context) {
        try {
            List<DecodedTrace> traces = ByTrace.split(TraceDecoder.decode(otlp.read(json), context.memory()::keep));
            return Envelopes.data(0, out -> {
                out.writeStartArray();
                JaegerJson shown = new JaegerJson(out, false);
                for (DecodedTrace trace : traces) {
                    shown.trace(trace);
                }
                out.writeEndArray();
            });
        } catch (MalformedOtlpException e) {
            throw new BadRequest("cannot unmarshal OTLP : " + e.getMessage());
        }
    }
}
