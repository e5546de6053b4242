package io.rubato.server;

import com.linecorp.armeria.server.ServerBuilder;
import io.rubato.server.config.Endpoint;
import io.rubato.server.config.SecuritySettings;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.config.TlsSettings;
import io.rubato.server.internal.auth.Authenticator;
import io.rubato.server.internal.auth.GrpcGuard;
import io.rubato.server.internal.auth.HttpGate;
import io.rubato.server.internal.grpc.GrpcRoutes;
import io.rubato.server.internal.http.BrowserRules;
import io.rubato.server.internal.http.KnownHosts;
import io.rubato.server.internal.http.ListenException;
import io.rubato.server.internal.metrics.Registry;
import io.rubato.server.internal.tls.ServerTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who may use the ports, and how they are encrypted. Closed by the ports.
final class Security implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Security.class);

    private final SecuritySettings settings;
    private final List<String> hosts;
    private final Optional<Authenticator> authenticator;

    /// @throws StartException when `auth.file` cannot be used
    Security(ServerConfig config, Registry registry) {
        this.settings = config.security();
        this.hosts = hosts(config);
        try {
            this.authenticator = settings.authFile().isPresent()
                    ? Optional.of(new Authenticator(settings.authFile().get(), registry))
                    : Optional.empty();
        } catch (IOException e) {
            throw new StartException("auth.file: " + e.getMessage());
        }
    }

    private static List<String> hosts(ServerConfig config) {
        String external = config.rules().externalUrl();
        return Stream.of(
                        config.security().allowedHosts().stream(),
                        Stream.of(config.server().httpListenAddress()),
                        external.isEmpty()
                                ? Stream.<String>empty()
                                : Stream.of(URI.create(external).getHost()))
                .flatMap(names -> names)
                .toList();
    }

    SecuritySettings settings() {
        return settings;
    }

    /// TLS of a port, if it has any.
    ///
    /// @throws ListenException when a file cannot be used
    Optional<ServerTls> tls(String name, TlsSettings tls) {
        try {
            return ServerTls.of(name, tls);
        } catch (IOException e) {
            throw new ListenException(name + ": TLS: " + e.getMessage());
        }
    }

    GrpcRoutes guard(GrpcRoutes routes) {
        return authenticator.map(known -> routes.behind(new GrpcGuard(known))).orElse(routes);
    }

    /// Puts the gate before all routes of a port, so that whoever adds one need not think of it.
    void guard(ServerBuilder port) {
        authenticator.ifPresent(known -> port.decorator(new HttpGate(known)));
    }

    /// Keeps foreign pages out of a port. A name is no proof where there is TLS: there the certificate is, which a
    /// browser has checked. Who sends spans to a port that is open to others may call it by any name.
    ///
    /// @param receives whether the port only takes spans in
    void guardFromPages(ServerBuilder port, InetAddress address, Optional<ServerTls> tls, boolean receives) {
        if (tls.isEmpty() && (!receives || address.isLoopbackAddress())) {
            port.decorator(new KnownHosts(hosts));
        }
        if (!receives) {
            port.decorator(new BrowserRules());
        }
    }

    /// Warns of a port that others can reach and that asks nobody who they are, or whose passwords they can read.
    void warn(String name, Endpoint where, InetAddress address, Optional<ServerTls> tls) {
        boolean asks =
                authenticator.isPresent() || tls.map(ServerTls::asksClients).orElse(false);
        if (address.isLoopbackAddress()) {
            return;
        }
        if (!asks) {
            log.warn(
                    "OPEN TO EVERYBODY: {} on {} takes anybody who reaches it, without a password. Set auth.file or a"
                            + " client_ca_file (docs/how-to-secure.md), or listen on localhost",
                    name,
                    where);
        } else if (tls.isEmpty()) {
            log.warn(
                    "NOT ENCRYPTED: {} on {} takes passwords and tokens in the clear. Set its TLS"
                            + " (docs/how-to-secure.md), or put a proxy with TLS before it",
                    name,
                    where);
        }
    }

    @Override
    public void close() {
        authenticator.ifPresent(Authenticator::close);
    }
}
