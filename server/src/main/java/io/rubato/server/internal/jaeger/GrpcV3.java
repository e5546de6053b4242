package io.rubato.server.internal.jaeger;

import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.api.GrpcQuery;
import io.rubato.server.internal.api.GrpcQuery.Work;
import io.rubato.server.internal.api.QueryRunner;
import io.rubato.server.internal.edges.ServiceEdges;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.route.Route;
import io.rubato.server.internal.trace.Fields;
import java.util.LinkedHashMap;
import java.util.Map;

/// `jaeger.api_v3.QueryService`: traces as OTLP.
/// Source: <https://github.com/jaegertracing/jaeger-idl/blob/main/proto/api_v3/query_service.proto>
final class GrpcV3 {
    private static final String SERVICE = "/jaeger.api_v3.QueryService/";

    /// Bytes of a message before its last span.
    private static final int LARGEST = 1 << 20;

    private final GrpcQuery query;
    private final GrpcNames names;
    private final GrpcTraces traces;

    GrpcV3(QueryRunner runner, QuerySettings settings, ServiceEdges edges) {
        this.query = new GrpcQuery(runner, settings.timeout());
        this.names = new GrpcNames(query, edges, SERVICE, NamesMessages::operationsV3);
        this.traces = new GrpcTraces(settings, (trace, messages) -> TraceChunks.cut(trace, LARGEST, messages));
    }

    Map<String, Route> methods() {
        Map<String, Route> methods = new LinkedHashMap<>(names.methods());
        methods.put(SERVICE + "GetTrace", query.method((_, message) -> trace(GrpcNames.fields(message))));
        methods.put(
                SERVICE + "FindTraces", query.method((_, message) -> traces.search(GrpcNames.fields(message), true)));
        return methods;
    }

    private Work trace(Fields message) throws MalformedOtlpException {
        String[] id = {""};
        message.each((number, field) -> {
            if (number == 1) {
                id[0] = field.text();
            }
        });
        return traces.trace(StoredTraces.id(id[0]));
    }
}
