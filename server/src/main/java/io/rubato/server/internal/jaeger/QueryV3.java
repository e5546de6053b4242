package io.rubato.server.internal.jaeger;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.query.QueryContext;
import io.rubato.query.TraceMatch;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.api.Answers;
import io.rubato.server.internal.api.BadRequest;
import io.rubato.server.internal.api.Json;
import io.rubato.server.internal.api.LargeAnswer;
import io.rubato.server.internal.api.QueryRunner;
import io.rubato.server.internal.jaeger.JaegerNames.Operation;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.otlp.TraceJsonWriter;
import io.rubato.server.internal.route.Route;
import io.rubato.storage.model.TraceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Version 3 of Jaeger's query API, over HTTP with traces in OTLP/JSON.
/// Source: <https://github.com/jaegertracing/jaeger-idl/blob/main/proto/api_v3/query_service.proto>
final class QueryV3 {
    private final QueryRunner runner;
    private final QuerySettings settings;
    private final JaegerNames names = new JaegerNames();
    private final StoredTraces traces;

    QueryV3(QueryRunner runner, QuerySettings settings) {
        this.runner = runner;
        this.settings = settings;
        this.traces = new StoredTraces(settings);
    }

    Map<String, Route> routes() {
        Map<String, Route> routes = new LinkedHashMap<>();
        routes.put("/api/v3/services", call(this::services));
        routes.put("/api/v3/operations", call(this::operations));
        routes.put("/api/v3/traces", call(this::search));
        routes.put("/api/v3/traces/{id}", call(this::trace));
        routes.put("/api/v3/trace-summaries", call(this::summaries));
        return routes;
    }

    private Route call(JaegerCall.Checking checking) {
        return Route.query(new JaegerCall(runner, settings.timeout(), Envelopes::failureV3, checking).service());
    }

    private QueryRunner.Question<HttpResponse> services(ServiceRequestContext ctx) {
        return (snapshot, context) -> {
            List<String> services = names.services(snapshot, context);
            return Answers.json(Json.bytes(out -> {
                out.writeStartObject();
                Json.textList(out, "services", services);
                out.writeEndObject();
            }));
        };
    }

    private QueryRunner.Question<HttpResponse> operations(ServiceRequestContext ctx) {
        QueryParams parameters = ctx.queryParams();
        String service = parameters.get("service", "");
        String kind = parameters.get("spanKind", parameters.get("span_kind", ""));
        if (service.isEmpty()) {
            throw new BadRequest("service is required");
        }
        return (snapshot, context) -> {
            List<Operation> operations = names.operations(snapshot, context, service, kind);
            return Answers.json(Json.bytes(out -> {
                out.writeStartObject();
                out.writeFieldName("operations");
                Operation.write(out, operations);
                out.writeEndObject();
            }));
        };
    }

    private QueryRunner.Question<HttpResponse> search(ServiceRequestContext ctx) {
        JaegerSearch search = JaegerSearch.v3(ctx.queryParams());
        return (snapshot, context) -> {
            List<byte[]> found = traces.search(snapshot, search, context);
            return found.isEmpty() ? Envelopes.failureV3(404, "No traces found") : result(found, context);
        };
    }

    private QueryRunner.Question<HttpResponse> trace(ServiceRequestContext ctx) {
        TraceId id = StoredTraces.id(String.valueOf(ctx.pathParam("id")));
        return (snapshot, context) -> {
            List<byte[]> found = traces.load(snapshot, List.of(id), context);
            return found.isEmpty() ? Envelopes.failureV3(404, "trace not found") : result(found, context);
        };
    }

    private static HttpResponse result(List<byte[]> traces, QueryContext context)
            throws IOException, MalformedOtlpException {
        byte[] all = StoredTraces.joined(traces, context);
        return LargeAnswer.json(all.length, json -> {
            json.write("{\"result\":".getBytes(StandardCharsets.UTF_8));
            TraceJsonWriter.writeOtlp(all, json);
            json.write('}');
        });
    }

    private QueryRunner.Question<HttpResponse> summaries(ServiceRequestContext ctx) {
        JaegerSearch search = JaegerSearch.v3(ctx.queryParams());
        return (snapshot, context) -> {
            List<TraceSummary> summaries = new ArrayList<>();
            for (TraceMatch match : traces.matches(snapshot, search, context)) {
                context.check();
                summaries.add(traces.summary(snapshot, match, context));
            }
            return Answers.json(Json.bytes(out -> {
                out.writeStartObject();
                out.writeArrayFieldStart("summaries");
                for (TraceSummary summary : summaries) {
                    summary.write(out);
                }
                out.writeEndArray();
                out.writeEndObject();
            }));
        };
    }
}
