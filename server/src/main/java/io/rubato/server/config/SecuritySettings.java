package io.rubato.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Who may use the server, and how the ports are encrypted.
///
/// @param authFile tokens and users; without it everybody may do everything. Default none
/// @param server TLS of the API and of every other port that answers queries
/// @param otlpGrpc TLS of OTLP over gRPC
/// @param otlpHttp TLS of OTLP over HTTP
/// @param allowedHosts names that requests may be for, beside addresses and names that no public DNS has. Default none
public record SecuritySettings(
        Optional<Path> authFile,
        TlsSettings server,
        TlsSettings otlpGrpc,
        TlsSettings otlpHttp,
        List<String> allowedHosts) {
    /// What holds without a file: the server is open.
    public static final SecuritySettings DEFAULT =
            new SecuritySettings(Optional.empty(), TlsSettings.DEFAULT, TlsSettings.DEFAULT, TlsSettings.DEFAULT);

    public SecuritySettings {
        allowedHosts = List.copyOf(allowedHosts);
    }

    /// Without names of its own.
    public SecuritySettings(Optional<Path> authFile, TlsSettings server, TlsSettings otlpGrpc, TlsSettings otlpHttp) {
        this(authFile, server, otlpGrpc, otlpHttp, List.of());
    }
}
