package io.rubato.server.internal.jaeger;

import com.linecorp.armeria.server.HttpService;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.internal.api.QueryRunner;
import io.rubato.server.internal.edges.ServiceEdges;
import io.rubato.server.internal.grpc.GrpcRoutes;
import io.rubato.server.internal.receive.Conversion;
import io.rubato.server.internal.receive.ConvertingMethod;
import io.rubato.server.internal.receive.ConvertingService;
import io.rubato.server.internal.receive.Intake;
import io.rubato.server.internal.receive.Receiver;
import io.rubato.server.internal.route.Route;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/// What Jaeger's query service and collector serve.
public final class JaegerApi {
    private static final String BASE = "/jaeger";

    private JaegerApi() {}

    /// The query services of both versions over gRPC, by path.
    public static Map<String, Route> methods(QueryRunner runner, ServerConfig config, ServiceEdges edges) {
        Map<String, Route> methods = new LinkedHashMap<>();
        methods.putAll(new GrpcV2(runner, config.query(), edges).methods());
        methods.putAll(new GrpcV3(runner, config.query(), edges).methods());
        return methods;
    }

    /// The query API as Jaeger has it at its root, by path.
    public static Map<String, Route> routes(QueryRunner runner, ServerConfig config, ServiceEdges edges) {
        Map<String, Route> routes = new LinkedHashMap<>();
        routes.putAll(new QueryV2(runner, config.query(), edges).routes());
        routes.putAll(new QueryV3(runner, config.query()).routes());
        return routes;
    }

    /// The same beside Tempo's API, whose `/api/traces/{id}` is another: under `/jaeger`, and version 3, which clashes
    /// with nothing, at the root too.
    public static Map<String, Route> beside(Map<String, Route> routes) {
        Map<String, Route> beside = new LinkedHashMap<>();
        routes.forEach((path, service) -> {
            beside.put(BASE + path, service);
            if (path.startsWith("/api/v3/")) {
                beside.put(path, service);
            }
        });
        return beside;
    }

    /// Batches of spans in binary thrift over HTTP.
    ///
    /// @param converting see [ConvertingService]
    public static Map<String, Route> thriftHttp(Intake intake, Executor converting) {
        Conversion batch = new ThriftBatch();
        HttpService receiver =
                new ConvertingService(intake, converting, Receiver.JAEGER_THRIFT_HTTP, type -> switch (type) {
                    case "application/x-thrift", "application/vnd.apache.thrift.binary" -> batch;
                    default -> null;
                });
        return Map.of("/api/traces", Route.ingest(receiver));
    }

    /// Batches of spans from agents.
    ///
    /// @param converting see [ConvertingMethod]
    public static GrpcRoutes grpc(Intake intake, Executor converting) {
        return intake.grpc(
                Map.of(PostSpans.PATH, new ConvertingMethod(intake, converting, Receiver.JAEGER_GRPC, new PostSpans())),
                "this server takes PostSpans only");
    }
}
