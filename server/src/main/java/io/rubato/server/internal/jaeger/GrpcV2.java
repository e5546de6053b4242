package io.rubato.server.internal.jaeger;

import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.api.GrpcQuery;
import io.rubato.server.internal.api.GrpcQuery.Work;
import io.rubato.server.internal.api.QueryRunner;
import io.rubato.server.internal.edges.ServiceEdges;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.route.Route;
import io.rubato.server.internal.trace.Fields;
import io.rubato.server.internal.trace.TraceDecoder;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// `jaeger.api_v2.QueryService`: spans in Jaeger's own model.
/// Source: <https://github.com/jaegertracing/jaeger-idl/blob/main/proto/api_v2/query.proto>
final class GrpcV2 {
    private static final String SERVICE = "/jaeger.api_v2.QueryService/";

    /// Bytes of a message before its last span.
    private static final int LARGEST = 1 << 20;

    private final GrpcQuery query;
    private final GrpcNames names;
    private final GrpcTraces traces;

    GrpcV2(QueryRunner runner, QuerySettings settings, ServiceEdges edges) {
        this.query = new GrpcQuery(runner, settings.timeout());
        this.names = new GrpcNames(query, edges, SERVICE, NamesMessages::operationsV2);
        this.traces = new GrpcTraces(settings, GrpcV2::write);
    }

    Map<String, Route> methods() {
        Map<String, Route> methods = new LinkedHashMap<>(names.methods());
        methods.put(SERVICE + "GetTrace", query.method((_, message) -> trace(GrpcNames.fields(message))));
        methods.put(
                SERVICE + "FindTraces", query.method((_, message) -> traces.search(GrpcNames.fields(message), false)));
        return methods;
    }

    private Work trace(Fields message) throws MalformedOtlpException {
        String[] id = {""};
        message.each((number, field) -> {
            if (number == 1) {
                id[0] = field.hex();
            }
        });
        return traces.trace(StoredTraces.id(id[0]));
    }

    private static void write(byte[] trace, Consumer<byte[]> messages) throws IOException, MalformedOtlpException {
        SpanMessages spans = new SpanMessages(LARGEST, messages);
        TraceDecoder.visit(trace, spans);
        spans.flush();
    }
}
