package io.rubato.server.internal.tls;

import io.rubato.server.internal.file.Reloaded;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Checks clients' certificates against the newest authorities, and says in words what is wrong with one.
final class ClientTrust extends X509ExtendedTrustManager {
    private final Reloaded<Material> files;

    ClientTrust(Reloaded<Material> files) {
        this.files = files;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        try {
            authorities().checkClientTrusted(chain, authType, engine);
        } catch (CertificateException e) {
            throw new CertificateException(wrong(chain, e), e);
        }
    }

    private X509ExtendedTrustManager authorities() {
        return files.get().clients().orElseThrow();
    }

    private static String wrong(X509Certificate[] chain, CertificateException failure) {
        Instant now = Instant.now();
        for (X509Certificate certificate : chain) {
            String subject = "certificate of '" + certificate.getSubjectX500Principal() + "' ";
            if (certificate.getNotAfter().toInstant().isBefore(now)) {
                return subject + "expired at " + certificate.getNotAfter().toInstant();
            }
            if (certificate.getNotBefore().toInstant().isAfter(now)) {
                return subject + "is not valid before "
                        + certificate.getNotBefore().toInstant();
            }
        }
        String reason = String.valueOf(failure.getMessage());
        return "certificate of '" + chain[0].getSubjectX500Principal() + "', issued by '"
                + chain[0].getIssuerX500Principal() + "', "
                + (reason.contains("unable to find valid certification path")
                        ? "is not of an authority in client_ca_file"
                        : "is not good: " + reason);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities().getAcceptedIssuers();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("sockets are not used");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("nothing is known of the connection");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("this is a server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("this is a server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is a server");
    }
}
