package io.rubato.server.internal.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.server.auth.Credential;
import io.rubato.server.auth.PasswordHash;
import io.rubato.server.auth.Right;
import io.rubato.server.internal.metrics.Registry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Wrong passwords must not keep those with a right one out, and what waits is bounded.
class PasswordLockOutTest {
    private static final int ROUNDS = 200_000;
    private static final String HERE = "/127.0.0.1:4711";
    private static final String ELSEWHERE = "/10.0.0.7:4712";

    @TempDir
    private Path directory;

    private @Nullable Authenticator opened;

    @BeforeEach
    void open() throws Exception {
        Path file = directory.resolve("auth.conf");
        List<String> lines = new ArrayList<>();
        for (String name : List.of("ada", "grace")) {
            lines.add(new Credential.User(name, EnumSet.allOf(Right.class), PasswordHash.of("right", ROUNDS)).line());
        }
        Files.write(file, lines);
        opened = new Authenticator(file, new Registry());
    }

    @AfterEach
    void close() {
        authenticator().close();
    }

    private Authenticator authenticator() {
        return Objects.requireNonNull(opened);
    }

    private CompletableFuture<Verdict> ask(String user, String password, String from) {
        String pair = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
        return authenticator().ask(Right.QUERY, "Basic " + pair, from);
    }

    private List<CompletableFuture<Verdict>> flood(int count, IntFunction<CompletableFuture<Verdict>> asking) {
        List<CompletableFuture<Verdict>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(asking.apply(i));
        }
        return all;
    }

    @Test
    void unknownNamesDoNotLockUsersOut() {
        var _ = flood(40, i -> ask("eve" + i, "wrong", HERE));
        assertThat(ask("ada", "right", HERE).join()).isInstanceOf(Verdict.Granted.class);
        assertThat(ask("grace", "right", ELSEWHERE).join()).isInstanceOf(Verdict.Granted.class);
    }

    @Test
    void wrongPasswordsOfAUserDoNotLockThatUserOut() {
        var _ = flood(40, i -> ask("ada", "wrong" + i, HERE));
        assertThat(ask("ada", "right", ELSEWHERE).join()).isInstanceOf(Verdict.Granted.class);
        var _ = flood(40, i -> ask("grace", "wrong" + i, HERE));
        assertThat(ask("grace", "right", HERE).join()).isInstanceOf(Verdict.Granted.class);
    }

    @Test
    void manyAddressesAtOnceDoNotLockOthersOut() {
        var _ = flood(3_000, i -> ask("ada", "wrong" + i, "/10.1." + i % 100 + ".1:" + i));
        CompletableFuture<Verdict> right = ask("grace", "right", HERE);
        assertThat(right.isDone()).as("refused as busy").isFalse();
    }

    @Test
    void whatWaitsIsBounded() {
        List<CompletableFuture<Verdict>> wrong = flood(40, i -> ask("eve" + i, "wrong", HERE));
        long refused = wrong.stream()
                .filter(CompletableFuture::isDone)
                .map(PasswordLockOutTest::reason)
                .filter("busy"::equals)
                .count();
        assertThat(refused).isBetween(20L, 24L);
        List<CompletableFuture<Verdict>> many =
                flood(5_000, i -> ask("ada", "wrong" + i, "/10." + i / 250 + "." + i % 250 + ".1:" + i));
        assertThat(many.stream().filter(each -> !each.isDone()).count()).isLessThanOrEqualTo(1_025);
    }

    @Test
    void whoWaitsWhenTheServerStopsIsAnswered() {
        List<CompletableFuture<Verdict>> wrong = flood(10, i -> ask("ada", "wrong" + i, HERE));
        authenticator().close();
        wrong.forEach(each -> assertThat(reason(each)).isIn("busy", "unknown"));
    }

    private static String reason(CompletableFuture<Verdict> verdict) {
        try {
            return verdict.join() instanceof Verdict.Refused refused ? refused.reason() : "granted";
        } catch (CompletionException e) {
            throw new AssertionError(e);
        }
    }
}
