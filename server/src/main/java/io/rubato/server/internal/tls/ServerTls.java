package io.rubato.server.internal.tls;

import com.linecorp.armeria.common.util.TlsEngineType;
import com.linecorp.armeria.server.ServerBuilder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.rubato.server.config.TlsSettings;
import io.rubato.server.internal.file.Reloaded;
import io.rubato.server.internal.log.Seldom;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// TLS of one port. New connections get what is in the files when they come; those that are there stay as they are. It
/// is the JDK's, for a certificate that changes under Netty's native one cannot be relied on. Safe for concurrent use.
public final class ServerTls {
    private static final Logger log = LoggerFactory.getLogger(ServerTls.class);
    private static final Duration SOON = Duration.ofDays(14);

    /// A client that comes back within this time is not asked for its certificate again.
    private static final long SESSION_SECONDS = 300;

    private final String port;
    private final TlsSettings settings;
    private final ServerKey key;
    private final Optional<ClientTrust> clients;
    private final Seldom seldom = new Seldom();

    private ServerTls(String port, TlsSettings settings, Reloaded<Material> files) {
        this.port = port;
        this.settings = settings;
        this.key = new ServerKey(files);
        this.clients = settings.clientCaFile().map(file -> new ClientTrust(files));
    }

    /// Reads the files.
    ///
    /// @param port what listens, for messages
    /// @return nothing when TLS is off
    /// @throws IOException with one line for the operator, when a file cannot be used
    public static Optional<ServerTls> of(String port, TlsSettings settings) throws IOException {
        if (!settings.enabled()) {
            return Optional.empty();
        }
        List<Path> files = Stream.of(settings.certFile(), settings.keyFile(), settings.clientCaFile())
                .flatMap(Optional::stream)
                .toList();
        return Optional.of(
                new ServerTls(port, settings, new Reloaded<>(port + ": TLS", files, () -> read(port, settings))));
    }

    private static Material read(String port, TlsSettings settings) throws IOException {
        Material material = Material.read(settings);
        Instant end = material.certificate().getNotAfter().toInstant();
        if (end.isBefore(Instant.now())) {
            log.error("{}: the certificate expired at {}: clients will refuse it", port, end);
        } else if (end.isBefore(Instant.now().plus(SOON))) {
            log.warn("{}: the certificate expires soon, at {}", port, end);
        }
        return material;
    }

    /// Whether clients must show a certificate.
    public boolean asksClients() {
        return clients.isPresent();
    }

    /// Sets TLS up for a port of Armeria's.
    public void setUp(ServerBuilder builder) {
        builder.tlsEngineType(TlsEngineType.JDK)
                .tls(keys())
                .tlsCustomizer(this::customize)
                .childChannelPipelineCustomizer(pipeline -> pipeline.addFirst(new HandshakeWatch(port, seldom)));
    }

    private KeyManagerFactory keys() {
        return new FixedKeyManagerFactory(key);
    }

    private void customize(SslContextBuilder builder) {
        builder.protocols(protocols()).sessionTimeout(SESSION_SECONDS);
        clients.ifPresent(trust -> builder.trustManager(trust).clientAuth(ClientAuth.REQUIRE));
    }

    private List<String> protocols() {
        return switch (settings.minVersion()) {
            case TLS_1_2 -> List.of("TLSv1.3", "TLSv1.2");
            case TLS_1_3 -> List.of("TLSv1.3");
        };
    }

    /// For HTTP/2 on bare Netty.
    ///
    /// @throws IOException when this Java cannot do it
    public SslContext http2() throws IOException {
        SslContextBuilder builder = SslContextBuilder.forServer(key)
                .sslProvider(SslProvider.JDK)
                .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2));
        customize(builder);
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new IOException(port + ": TLS: " + e.getMessage(), e);
        }
    }

    /// Puts TLS at the beginning of a new connection.
    public void begin(Channel connection, SslContext context) {
        ChannelPipeline pipeline = connection.pipeline();
        pipeline.addLast(new HandshakeWatch(port, seldom));
        pipeline.addLast(context.newHandler(connection.alloc()));
    }
}
