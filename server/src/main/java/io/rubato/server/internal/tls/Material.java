package io.rubato.server.internal.tls;

import com.linecorp.armeria.common.TlsKeyPair;
import io.rubato.server.config.TlsSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// What the files of a port's TLS hold, at one time.
///
/// @param alias names this reading of the files
/// @param clients checks clients' certificates, if they must show one
@SuppressWarnings("ArrayRecordComponent")
record Material(String alias, PrivateKey key, X509Certificate[] chain, Optional<X509ExtendedTrustManager> clients) {
    private static final AtomicLong READINGS = new AtomicLong();

    /// @throws IOException with one line for the operator
    static Material read(TlsSettings settings) throws IOException {
        Path cert = settings.certFile().orElseThrow();
        Path key = settings.keyFile().orElseThrow();
        TlsKeyPair pair = pair(cert, key);
        X509Certificate[] chain = pair.certificateChain().toArray(X509Certificate[]::new);
        if (!belong(pair.privateKey(), chain[0])) {
            throw new IOException(key + ": not the private key of the certificate in " + cert);
        }
        Optional<X509ExtendedTrustManager> clients = settings.clientCaFile().isPresent()
                ? Optional.of(trust(settings.clientCaFile().get()))
                : Optional.empty();
        return new Material("reading-" + READINGS.incrementAndGet(), pair.privateKey(), chain, clients);
    }

    private static TlsKeyPair pair(Path cert, Path key) throws IOException {
        readable(cert);
        readable(key);
        try {
            return TlsKeyPair.of(key.toFile(), cert.toFile());
        } catch (RuntimeException e) {
            throw new IOException(cert + " and " + key
                    + ": not a certificate and its private key in PEM, without a password: " + reason(e));
        }
    }

    private static void readable(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException(file + ": no such file, expected PEM");
        }
        if (!Files.isReadable(file)) {
            throw new IOException(file + ": cannot be read, expected PEM");
        }
    }

    /// What one says must be understood by the other; two files do not change at one time.
    private static boolean belong(PrivateKey key, X509Certificate certificate) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            byte[] text = certificate.getEncoded();
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static X509ExtendedTrustManager trust(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> authorities =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (authorities.isEmpty()) {
                throw new IOException(file + ": no certificate in it, expected PEM");
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate authority : authorities) {
                store.setCertificateEntry("authority-" + store.size(), authority);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager trust) {
                    return trust;
                }
            }
            throw new IllegalStateException("this Java checks no certificates");
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file, expected PEM", e);
        } catch (GeneralSecurityException e) {
            throw new IOException(file + ": not certificates in PEM: " + reason(e), e);
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }

    /// Whether a client that takes keys of this type takes ours.
    boolean fits(String keyType) {
        return key.getAlgorithm().equals(keyType);
    }

    X509Certificate certificate() {
        return chain[0];
    }
}
