package io.rubato.server.internal.zipkin;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.HttpService;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.api.Answers;
import io.rubato.server.internal.api.Json;
import io.rubato.server.internal.api.QueryRunner;
import io.rubato.server.internal.api.ServerStatus;
import io.rubato.server.internal.edges.ServiceEdges;
import io.rubato.server.internal.http.PlainText;
import io.rubato.server.internal.receive.ConvertingService;
import io.rubato.server.internal.receive.Intake;
import io.rubato.server.internal.receive.Receiver;
import io.rubato.server.internal.route.Route;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/// What Zipkin's server has under `/api/v2`, and Lens under `/zipkin`.
/// Source: <https://zipkin.io/zipkin-api/zipkin2-api.yaml>
public final class ZipkinApi {
    private static final String BASE = "/zipkin";

    private ZipkinApi() {}

    /// The API for reading, and for sending what `sending` takes, each also under `/zipkin`.
    ///
    /// @param status whose health and version probes get
    /// @param sending as [#receivers], or empty where spans are not taken
    public static Map<String, Route> routes(
            QueryRunner runner,
            QuerySettings settings,
            ServiceEdges edges,
            ServerStatus status,
            Map<String, HttpService> sending) {
        ZipkinQueries queries = new ZipkinQueries(runner, settings, edges);
        Map<String, Route> routes = new LinkedHashMap<>();
        routes.put("/api/v2/services", Route.query((ctx, request) -> queries.services(ctx)));
        routes.put("/api/v2/spans", bySending(sending, "/api/v2/spans", (ctx, request) -> queries.spans(ctx)));
        routes.put("/api/v1/spans", bySending(sending, "/api/v1/spans", (ctx, request) -> PlainText.notFound()));
        routes.put("/api/v2/remoteServices", Route.query((ctx, request) -> queries.remoteServices(ctx)));
        routes.put("/api/v2/traces", Route.query((ctx, request) -> queries.traces(ctx)));
        routes.put("/api/v2/trace/{id}", Route.query((ctx, request) -> queries.trace(ctx)));
        routes.put("/api/v2/traceMany", Route.query((ctx, request) -> queries.traceMany(ctx)));
        routes.put("/api/v2/dependencies", Route.query((ctx, request) -> queries.dependencies(ctx)));
        routes.put("/api/v2/autocompleteKeys", Route.query((ctx, request) -> queries.autocompleteKeys(ctx)));
        routes.put("/api/v2/autocompleteValues", Route.query((ctx, request) -> queries.autocompleteValues(ctx)));
        Map<String, Route> based = new LinkedHashMap<>(routes);
        routes.forEach((path, service) -> based.put(BASE + path, service));
        based.putAll(ZipkinProbes.routes(() -> status.life().reason(), status.version()));
        based.put(BASE + "/config.json", Route.query((ctx, request) -> Answers.json(lensConfig())));
        return based;
    }

    /// The paths that take spans.
    ///
    /// @param converting see [ConvertingService]
    public static Map<String, HttpService> receivers(Intake intake, Executor converting) {
        return Map.of(
                "/api/v2/spans", new ConvertingService(intake, converting, Receiver.ZIPKIN, ZipkinFormat::v2),
                "/api/v1/spans", new ConvertingService(intake, converting, Receiver.ZIPKIN, ZipkinFormat::v1));
    }

    private static Route bySending(Map<String, HttpService> sending, String path, HttpService reading) {
        HttpService receiver = sending.get(path);
        return Route.ingestByPost((ctx, request) -> {
            if (request.method() != HttpMethod.POST) {
                return reading.serve(ctx, request);
            }
            return receiver == null
                    ? PlainText.of(404, "spans in Zipkin's formats are not taken here: receivers.zipkin is off\n")
                    : receiver.serve(ctx, request);
        });
    }

    /// Zipkin's defaults. Source:
    /// <https://github.com/openzipkin/zipkin/tree/master/zipkin-server#configuration-for-the-ui>
    private static byte[] lensConfig() {
        return Json.bytes(out -> {
            out.writeStartObject();
            out.writeStringField("environment", "");
            out.writeNumberField("queryLimit", 10);
            out.writeNumberField("defaultLookback", 900_000);
            out.writeBooleanField("searchEnabled", true);
            for (String none : new String[] {"logsUrl", "supportUrl", "archivePostUrl", "archiveUrl"}) {
                out.writeNullField(none);
            }
            out.writeObjectFieldStart("dependency");
            out.writeBooleanField("enabled", true);
            out.writeNumberField("lowErrorRate", 0.5);
            out.writeNumberField("highErrorRate", 0.75);
            out.writeEndObject();
            out.writeEndObject();
        });
    }
}
