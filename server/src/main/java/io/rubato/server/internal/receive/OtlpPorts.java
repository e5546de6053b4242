package io.rubato.server.internal.receive;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.cors.CorsService;
import com.linecorp.armeria.server.cors.CorsServiceBuilder;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

/// What the OTLP ports serve.
public final class OtlpPorts {
    private static final long PREFLIGHT_SECONDS = 7_200;

    private OtlpPorts() {}

    /// OTLP over gRPC, with gRPC's health check.
    public static void grpc(ServerBuilder port, Intake intake) {
        port.service(GrpcTraceService.PATH, new GrpcTraceService(intake));
        port.service(GrpcHealthService.PATH, new GrpcHealthService(intake));
        port.serviceUnder("/", new GrpcUnknown());
    }

    /// OTLP over HTTP.
    ///
    /// @param origins pages that may send from a browser, such as `https://shop.example`; `*` for any
    /// @param transcoding see [HttpTraceService]
    public static void http(ServerBuilder port, Intake intake, List<String> origins, Executor transcoding) {
        port.service(HttpTraceService.PATH, new HttpTraceService(intake, transcoding));
        port.serviceUnder("/", new HttpUnknown());
        if (!origins.isEmpty()) {
            port.decorator(cors(origins));
        }
    }

    private static Function<? super HttpService, CorsService> cors(List<String> origins) {
        CorsServiceBuilder cors =
                origins.contains("*") ? CorsService.builderForAnyOrigin() : CorsService.builder(origins);
        return cors.allowRequestMethods(HttpMethod.POST)
                .allowAllRequestHeaders(true)
                .exposeHeaders("retry-after")
                .maxAge(PREFLIGHT_SECONDS)
                .newDecorator();
    }
}
