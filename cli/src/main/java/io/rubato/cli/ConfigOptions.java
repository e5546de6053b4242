package io.rubato.cli;

import io.rubato.server.config.ConfigException;
import io.rubato.server.config.Endpoint;
import io.rubato.server.config.LoadedConfig;
import io.rubato.server.config.ReceiverSettings;
import io.rubato.server.config.ServerConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a user says of the configuration on the command line; it counts more than the file. Tempo's own ways of
/// naming the file are taken too.
final class ConfigOptions {
    @Option(
            names = {"--config", "--config.file", "-config.file"},
            paramLabel = "FILE",
            description = "Configuration: our YAML, or a tempo.yaml as it is.")
    private @Nullable Path file;

    @Option(
            names = {"--config.expand-env", "-config.expand-env"},
            arity = "0..1",
            fallbackValue = "true",
            hidden = true,
            description = "Taken for Tempo's sake: the environment is always expanded.")
    @SuppressWarnings("UnusedVariable")
    private boolean expandEnvironment;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory of log and blocks, whatever the file says of them. Default: data")
    private @Nullable Path data;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            description = "Address that every port listens on, whatever the file says; 0.0.0.0 is every interface."
                    + " Default: localhost")
    private @Nullable String listen;

    @Option(
            names = {"--port", "--http-port"},
            paramLabel = "PORT",
            description = "Port of the API and the web page; 0 takes a free one. Default: 3200")
    private @Nullable Integer httpPort;

    @Option(
            names = "--otlp-grpc-port",
            paramLabel = "PORT",
            description = "Port that takes OTLP/gRPC; 0 takes a free one. Default: 4317")
    private @Nullable Integer otlpGrpcPort;

    @Option(
            names = "--otlp-http-port",
            paramLabel = "PORT",
            description = "Port that takes OTLP/HTTP; 0 takes a free one. Default: 4318")
    private @Nullable Integer otlpHttpPort;

    LoadedConfig load(Map<String, String> env) throws ConfigException {
        Map<String, String> options = new LinkedHashMap<>();
        if (data != null) {
            options.put("storage.data_dir", data.toString());
            options.put("storage.wal.path", data.resolve("wal").toString());
            options.put("storage.blocks.path", data.resolve("blocks").toString());
        }
        if (httpPort != null) {
            options.put("server.http_listen_port", httpPort.toString());
        }
        if (listen != null) {
            options.put("server.http_listen_address", listen);
            receiversListen(
                    listen, LoadedConfig.load(file, env, options).config().receivers(), options);
        }
        if (otlpGrpcPort != null || otlpHttpPort != null) {
            ServerConfig config = LoadedConfig.load(file, env, options).config();
            receiver("grpc", config.receivers().grpc().endpoint(), otlpGrpcPort, options);
            receiver("http", config.receivers().http().endpoint(), otlpHttpPort, options);
        }
        return LoadedConfig.load(file, env, options);
    }

    /// Which of them are on, and their ports, stay as the file says.
    private static void receiversListen(String address, ReceiverSettings receivers, Map<String, String> options) {
        Map<String, Endpoint> known = Map.of(
                "otlp.grpc", receivers.grpc().endpoint(),
                "otlp.http", receivers.http().endpoint(),
                "zipkin", receivers.zipkin().endpoint(),
                "jaeger.grpc", receivers.jaeger().grpc().endpoint(),
                "jaeger.thrift_http", receivers.jaeger().thriftHttp().endpoint());
        known.forEach((name, endpoint) ->
                options.put("receivers." + name + ".endpoint", new Endpoint(address, endpoint.port()).toString()));
    }

    /// A port alone: where it listens stays as the file says.
    private static void receiver(String name, Endpoint known, @Nullable Integer port, Map<String, String> options) {
        if (port != null) {
            options.put("receivers.otlp." + name + ".enabled", "true");
            options.put("receivers.otlp." + name + ".endpoint", new Endpoint(known.host(), port).toString());
        }
    }
}
