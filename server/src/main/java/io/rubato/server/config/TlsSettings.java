package io.rubato.server.config;

import java.nio.file.Path;
import java.util.Optional;

/// TLS on a port. It is on when there is a certificate. Files are in PEM, and read again when they change.
///
/// @param certFile the server's certificate, then those that lead to its authority. Default none
/// @param keyFile the certificate's private key, without a password. Default none
/// @param clientCaFile authorities of clients' certificates; every client must then show one. Default none
/// @param minVersion least version of TLS. Default 1.2
public record TlsSettings(
        Optional<Path> certFile, Optional<Path> keyFile, Optional<Path> clientCaFile, Version minVersion) {
    /// What holds without a file: no TLS.
    public static final TlsSettings DEFAULT =
            new TlsSettings(Optional.empty(), Optional.empty(), Optional.empty(), Version.TLS_1_2);

    public boolean enabled() {
        return certFile.isPresent();
    }

    /// Versions of TLS; older ones are broken (RFC 8996).
    public enum Version {
        /// RFC 5246.
        TLS_1_2("1.2"),
        /// RFC 8446.
        TLS_1_3("1.3");

        private final String number;

        Version(String number) {
            this.number = number;
        }

        /// As in `1.2`.
        public String number() {
            return number;
        }
    }
}
