package io.rubato.server.internal.jaeger;

import io.rubato.server.internal.api.GrpcQuery;
import io.rubato.server.internal.api.GrpcQuery.Work;
import io.rubato.server.internal.edges.ServiceEdges;
import io.rubato.server.internal.jaeger.JaegerNames.Operation;
import io.rubato.server.internal.jaeger.NamesMessages.AskedCalls;
import io.rubato.server.internal.jaeger.NamesMessages.AskedOperations;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.server.internal.otlp.ProtobufReader;
import io.rubato.server.internal.route.Route;
import io.rubato.server.internal.trace.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The methods of names and calls, which both versions have. Stateless.
///
/// @param service the path of the service, which ends in a slash
/// @param written how the version writes operations
record GrpcNames(GrpcQuery query, ServiceEdges edges, String service, Function<List<Operation>, byte[]> written) {
    private static final JaegerNames NAMES = new JaegerNames();

    Map<String, Route> methods() {
        Map<String, Route> methods = new LinkedHashMap<>();
        methods.put(service + "GetServices", query.method((_, _) -> services()));
        methods.put(service + "GetOperations", query.method((_, message) -> operations(fields(message))));
        methods.put(service + "GetDependencies", query.method((_, message) -> calls(fields(message))));
        return methods;
    }

    static Fields fields(byte[] message) {
        return new Fields(new ProtobufReader(message));
    }

    private static Work services() {
        return (snapshot, context, out) -> out.message(NamesMessages.services(NAMES.services(snapshot, context)));
    }

    private Work operations(Fields message) throws MalformedOtlpException {
        AskedOperations asked = AskedOperations.of(message);
        return (snapshot, context, out) ->
                out.message(written.apply(NAMES.operations(snapshot, context, asked.service(), asked.kind())));
    }

    private Work calls(Fields message) throws MalformedOtlpException {
        AskedCalls asked = AskedCalls.of(message);
        return (snapshot, context, out) -> out.message(
                NamesMessages.calls(edges.between(snapshot, asked.startNanos(), asked.endNanos(), context)));
    }
}
