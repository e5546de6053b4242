package io.rubato.server.internal.tls;

import io.rubato.server.internal.file.Reloaded;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Shows every new connection the newest certificate. A connection asks for an alias first, and then for what it
/// stands for: the reading before the last is kept for those in between.
@SuppressWarnings("NullAway") // null is what the JDK expects for nothing
final class ServerKey extends X509ExtendedKeyManager {
    private final Reloaded<Material> files;
    private volatile Material latest;
    private volatile Material before;

    ServerKey(Reloaded<Material> files) {
        this.files = files;
        this.latest = files.get();
        this.before = latest;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        Material now = newest();
        return now.fits(keyType) ? now.alias() : null;
    }

    private synchronized Material newest() {
        Material now = files.get();
        if (!now.alias().equals(latest.alias())) {
            before = latest;
            latest = now;
        }
        return now;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Material material = find(alias);
        return material == null ? null : material.chain().clone();
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Material material = find(alias);
        return material == null ? null : material.key();
    }

    private @Nullable Material find(String alias) {
        if (latest.alias().equals(alias)) {
            return latest;
        }
        return before.alias().equals(alias) ? before : null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }
}
