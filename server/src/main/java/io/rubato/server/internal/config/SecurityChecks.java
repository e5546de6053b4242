package io.rubato.server.internal.config;

import io.rubato.server.config.ConfigException;
import io.rubato.server.config.SecuritySettings;
import io.rubato.server.config.TlsSettings;

/// What of TLS must come together. Half of it would leave a port in the clear that was meant to be encrypted.
final class SecurityChecks {
    private SecurityChecks() {}

    static void check(SecuritySettings security, String source) throws ConfigException {
        check(security.server(), SecurityKeys.SERVER, source);
        check(security.otlpGrpc(), SecurityKeys.OTLP_GRPC, source);
        check(security.otlpHttp(), SecurityKeys.OTLP_HTTP, source);
    }

    private static void check(TlsSettings tls, SecurityKeys.Tls keys, String source) throws ConfigException {
        if (tls.certFile().isPresent() != tls.keyFile().isPresent()) {
            Key<?> given = tls.certFile().isPresent() ? keys.cert() : keys.key();
            Key<?> missing = tls.certFile().isPresent() ? keys.key() : keys.cert();
            throw new ConfigException(source + ": " + given.path() + " is given, expected " + missing.path() + " too");
        }
        if (tls.clientCaFile().isPresent() && !tls.enabled()) {
            throw new ConfigException(source + ": " + keys.clientCa().path() + " is given, expected "
                    + keys.cert().path() + " and " + keys.key().path() + " too");
        }
    }
}
