package io.rubato.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.server.auth.Credential;
import io.rubato.server.auth.Right;
import io.rubato.server.auth.TokenHash;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthCommandTest {
    @TempDir
    private Path directory;

    @Test
    void aTokenIsShownOnceAndItsLineHoldsOnlyTheHash() {
        Command command = Command.run("auth", "token", "collector", "--rights", "ingest");
        assertThat(command.status()).isZero();
        String token = command.err().lines().toList().getLast();
        assertThat(token).matches("rbt_[A-Za-z0-9_-]{43}");
        assertThat(command.out()).doesNotContain(token);
        Credential.Token read =
                (Credential.Token) Credential.parse(command.out().strip());
        assertThat(read.name()).isEqualTo("collector");
        assertThat(read.rights()).containsExactly(Right.INGEST);
        assertThat(read.hash().matches(TokenHash.of(token))).isTrue();
        assertThat(read.hash().matches(TokenHash.of(token + "x"))).isFalse();
    }

    @Test
    void aUserIsAppendedToAFileThatOthersCannotRead() throws Exception {
        Path file = directory.resolve("auth.conf");
        InputStream before = System.in;
        try {
            for (String name : new String[] {"ada", "bob"}) {
                System.setIn(new ByteArrayInputStream("correct horse\n".getBytes(StandardCharsets.UTF_8)));
                Command command = Command.run("auth", "user", name, "--rights", "ingest,query", "--file", file);
                assertThat(command.status()).as(command.err()).isZero();
                assertThat(command.out()).isEmpty();
            }
        } finally {
            System.setIn(before);
        }
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        assertThat(Files.readString(file)).doesNotContain("horse");
        Credential.User bob =
                (Credential.User) Credential.parse(Files.readAllLines(file).get(1));
        assertThat(bob.rights()).isEqualTo(Set.of(Right.INGEST, Right.QUERY));
        assertThat(bob.hash().matches("correct horse")).isTrue();
        assertThat(bob.hash().matches("correct mule")).isFalse();
    }

    @Test
    void wrongUsageSaysWhatWasExpected() {
        assertThat(Command.run("auth", "token", "a b", "--rights", "ingest").err())
                .contains("name is 'a b', expected 1 to 64 letters");
        assertThat(Command.run("auth", "token", "a", "--rights", "admin").err())
                .contains("rights are 'admin', expected ingest, query or ingest,query");
        assertThat(Command.run("auth").status()).isEqualTo(2);
    }
}
