package io.rubato.server.internal.receive;

/// Where spans come in.
public enum Receiver {
    OTLP_GRPC("otlp_grpc"),
    OTLP_HTTP("otlp_http"),
    ZIPKIN("zipkin"),
    JAEGER_GRPC("jaeger_grpc"),
    JAEGER_THRIFT_HTTP("jaeger_thrift_http");

    private final String label;

    Receiver(String label) {
        this.label = label;
    }

    /// The name in figures.
    String label() {
        return label;
    }
}
