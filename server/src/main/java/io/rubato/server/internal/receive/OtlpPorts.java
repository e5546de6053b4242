package io.rubato.server.internal.receive;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.cors.CorsService;
import com.linecorp.armeria.server.cors.CorsServiceBuilder;
import io.rubato.server.config.ReceiverSettings;
import io.rubato.server.internal.grpc.GrpcRoutes;
import io.rubato.server.internal.route.Route;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the OTLP ports serve.
public final class OtlpPorts {
    private OtlpPorts() {}

    /// OTLP over gRPC, with gRPC's health check.
    ///
    /// @param transcoding see [GrpcTraceService]
    public static GrpcRoutes grpc(Intake intake, Executor transcoding) {
        return intake.grpc(
                Map.of(
                        GrpcTraceService.PATH, new GrpcTraceService(intake, transcoding),
                        GrpcHealthService.PATH, new GrpcHealthService(intake)),
                "this server takes traces only");
    }

    /// OTLP over HTTP.
    ///
    /// @param transcoding see [HttpTraceService]
    public static void http(ServerBuilder port, Intake intake, ReceiverSettings.Cors cors, Executor transcoding) {
        port.service(HttpTraceService.PATH, Route.ingest(new HttpTraceService(intake, transcoding)));
        port.serviceUnder("/", Route.ingest(new HttpUnknown()));
        if (!cors.allowedOrigins().isEmpty()) {
            port.decorator(decorator(cors));
        }
    }

    private static Function<? super HttpService, CorsService> decorator(ReceiverSettings.Cors cors) {
        CorsServiceBuilder builder = CorsService.builder(origins(cors.allowedOrigins()));
        // A page that sends with `navigator.sendBeacon` always sends with credentials, and its browser drops the
        // request
        // unless the answer to the preflight allows them; the origin is then echoed instead of `*`.
        builder.allowCredentials().allowRequestMethods(HttpMethod.POST).exposeHeaders("retry-after");
        if (cors.allowedHeaders().contains("*")) {
            builder.allowAllRequestHeaders(true);
        } else {
            builder.allowRequestHeaders(Stream.concat(Stream.of("content-type"), cors.allowedHeaders().stream())
                    .toList());
        }
        if (cors.maxAge().isPositive()) {
            builder.maxAge(cors.maxAge().toSeconds());
        }
        return builder.newDecorator();
    }

    /// Origins in which `*` stands for any text, as in `https://*.shop.example`.
    private static Predicate<String> origins(List<String> patterns) {
        Pattern any = Pattern.compile(patterns.stream()
                .map(origin ->
                        Stream.of(origin.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")))
                .collect(Collectors.joining("|")));
        return origin -> any.matcher(origin).matches();
    }
}
