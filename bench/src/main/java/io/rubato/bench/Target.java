package io.rubato.bench;

import java.net.URI;
import picocli.CommandLine.Option;

/// The options that say where and how spans are sent.
final class Target {
    enum Protocol {
        grpc,
        http
    }

    @Option(
            names = "--protocol",
            defaultValue = "grpc",
            description = "OTLP over grpc or http, protobuf both (default: ${DEFAULT-VALUE}).")
    Protocol protocol = Protocol.grpc;

    @Option(
            names = "--endpoint",
            defaultValue = "",
            description = "host:port for grpc (default: 127.0.0.1:4317), a URL for http"
                    + " (default: http://127.0.0.1:4318/v1/traces).")
    String endpoint = "";

    @Option(names = "--connections", defaultValue = "4", description = "Connections (default: ${DEFAULT-VALUE}).")
    int connections;

    @Option(names = "--gzip", description = "Compress the requests.")
    boolean gzip;

    Sender open() {
        return switch (protocol) {
            case grpc -> new GrpcSender(endpoint.isEmpty() ? "127.0.0.1:4317" : endpoint, connections, gzip);
            case http ->
                new HttpSender(
                        URI.create(endpoint.isEmpty() ? "http://127.0.0.1:4318/v1/traces" : endpoint),
                        connections,
                        gzip);
        };
    }

    /// Whether bodies must be compressed before they are given to the sender.
    boolean compressesBodies() {
        return gzip && protocol == Protocol.http;
    }
}
