package io.rubato.server;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// An authority, and certificates of it in files.
final class Certificates {
    final X509Bundle authority;
    private final Path directory;

    /// A certificate and its key.
    record Pair(X509Bundle bundle, Path cert, Path key) {}

    Certificates(Path directory, String name) throws Exception {
        this.directory = directory;
        this.authority = new CertificateBuilder()
                .ecp256()
                .subject("CN=" + name)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        Files.writeString(authorityFile(), authority.getCertificatePEM());
    }

    Path authorityFile() {
        return directory.resolve(
                authority.getCertificate().getSubjectX500Principal().getName() + ".crt");
    }

    Optional<Path> authorityIf(boolean wanted) {
        return wanted ? Optional.of(authorityFile()) : Optional.empty();
    }

    Pair server() throws Exception {
        return write("server", of("server").buildIssuedBy(authority));
    }

    Pair client() throws Exception {
        return write("client", of("client").buildIssuedBy(authority));
    }

    Pair expired() throws Exception {
        Instant now = Instant.now();
        return write(
                "old",
                of("old")
                        .notBefore(now.minus(Duration.ofDays(3)))
                        .notAfter(now.minus(Duration.ofDays(1)))
                        .buildIssuedBy(authority));
    }

    private static CertificateBuilder of(String name) {
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=" + name)
                .addSanIpAddress("127.0.0.1")
                .addSanDnsName("localhost");
    }

    private Pair write(String name, X509Bundle bundle) throws IOException {
        return new Pair(
                bundle,
                Files.writeString(directory.resolve(name + ".crt"), bundle.getCertificatePathPEM()),
                Files.writeString(directory.resolve(name + ".key"), bundle.getPrivateKeyPEM()));
    }
}
