package io.rubato.server.internal.tls;

import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import org.jspecify.annotations.Nullable;

/// A factory that gives the key manager it was made with, for those who ask for a factory.
final class FixedKeyManagerFactory extends KeyManagerFactory {
    private static final Provider ANY = Security.getProviders()[0];

    FixedKeyManagerFactory(KeyManager keys) {
        super(new Fixed(keys), ANY, "fixed");
    }

    private static final class Fixed extends KeyManagerFactorySpi {
        private final KeyManager keys;

        Fixed(KeyManager keys) {
            this.keys = keys;
        }

        @Override
        protected void engineInit(@Nullable KeyStore store, char @Nullable [] password) {}

        @Override
        protected void engineInit(ManagerFactoryParameters parameters) {}

        @Override
        protected KeyManager[] engineGetKeyManagers() {
            return new KeyManager[] {keys};
        }
    }
}
