package io.rubato.server.config;

import java.time.Duration;
import java.util.List;

/// Where spans come in.
///
/// @param grpc OTLP over gRPC
/// @param http OTLP over HTTP, protobuf and JSON
/// @param zipkin Zipkin's formats
/// @param jaeger Jaeger's protocols
public record ReceiverSettings(Grpc grpc, Http http, Port zipkin, Jaeger jaeger) {
    /// What holds without a file. Receivers listen on localhost unless told otherwise, as those of the OpenTelemetry
    /// collector: who can reach them can fill the disk.
    public static final ReceiverSettings DEFAULT = new ReceiverSettings(
            new Grpc(true, new Endpoint("localhost", 4317), 64 << 20),
            new Http(true, new Endpoint("localhost", 4318), 64 << 20, new Cors(List.of(), List.of(), Duration.ZERO)),
            new Port(false, new Endpoint("localhost", 9411)),
            new Jaeger(
                    new Port(false, new Endpoint("localhost", 14_250)),
                    new Port(false, new Endpoint("localhost", 14_268))));

    /// OTLP over gRPC.
    ///
    /// @param enabled whether it listens. Default true
    /// @param endpoint where. Default localhost:4317
    /// @param maxMessageBytes greatest message as received, in bytes. Default 64MiB
    public record Grpc(boolean enabled, Endpoint endpoint, long maxMessageBytes) {}

    /// OTLP over HTTP.
    ///
    /// @param enabled whether it listens. Default true
    /// @param endpoint where. Default localhost:4318
    /// @param maxBodyBytes greatest body as received, in bytes. Default 64MiB
    /// @param cors which web pages may send
    public record Http(boolean enabled, Endpoint endpoint, long maxBodyBytes, Cors cors) {}

    /// A receiver whose bounds are those of OTLP over the same transport.
    ///
    /// @param enabled whether it listens. Default false
    /// @param endpoint where
    public record Port(boolean enabled, Endpoint endpoint) {}

    /// What Jaeger's collectors listen for.
    ///
    /// @param grpc `jaeger.api_v2.CollectorService`, from agents. Default localhost:14250
    /// @param thriftHttp batches in binary thrift over HTTP. Default localhost:14268
    public record Jaeger(Port grpc, Port thriftHttp) {}

    /// Which web pages may send spans.
    ///
    /// @param allowedOrigins origins; `*` in one stands for any text. Default none: no page may
    /// @param allowedHeaders headers that a page may set beyond those that CORS always allows. Default none
    /// @param maxAge how long a browser may keep the answer; 0 leaves it to the browser. Default 0s
    public record Cors(List<String> allowedOrigins, List<String> allowedHeaders, Duration maxAge) {
        public Cors {
            allowedOrigins = List.copyOf(allowedOrigins);
            allowedHeaders = List.copyOf(allowedHeaders);
        }
    }
}
