package io.rubato.server.internal.auth;

import io.rubato.server.auth.Credential;
import io.rubato.server.auth.Right;
import io.rubato.server.internal.auth.Verdict.Refused;
import io.rubato.server.internal.file.Reloaded;
import io.rubato.server.internal.log.Seldom;
import io.rubato.server.internal.metrics.Labels;
import io.rubato.server.internal.metrics.Registry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says from the `Authorization` header of a request whether it may be served. Tokens, and passwords that were right
/// before, are known at once; other passwords are checked one after the other, see [PasswordChecks]. Safe for
/// concurrent
/// use; closed by whoever opened it.
public final class Authenticator implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Authenticator.class);

    private final Reloaded<Accounts> accounts;
    private final Registry registry;
    private final Seldom seldom = new Seldom();
    private final PasswordChecks passwords = new PasswordChecks();

    /// @throws IOException with one line for the operator, when the file cannot be used
    public Authenticator(Path file, Registry registry) throws IOException {
        this.accounts = new Reloaded<>("auth.file " + file, List.of(file), () -> Accounts.read(file));
        this.registry = registry;
    }

    /// @param authorization the header's value, empty when there is none
    /// @param from the client's address, for the log
    CompletableFuture<Verdict> ask(Right right, String authorization, String from) {
        int blank = authorization.indexOf(' ');
        String scheme = authorization.substring(0, Math.max(0, blank)).toLowerCase(Locale.ROOT);
        String rest = authorization.substring(blank + 1).strip();
        CompletableFuture<Verdict> verdict = switch (scheme) {
            case "bearer" -> done(verdict(right, accounts.get().token(rest), "unknown token"));
            case "basic" -> basic(right, rest, from);
            default ->
                done(Refused.unauthenticated(
                        "missing",
                        "authentication needed: a header Authorization with Bearer and a token, or Basic with a"
                                + " user and a password"));
        };
        return verdict.thenApply(found -> told(found, from));
    }

    private CompletableFuture<Verdict> basic(Right right, String encoded, String from) {
        String pair;
        try {
            pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return done(Refused.unauthenticated("malformed", "Authorization: Basic is not base64 of user:password"));
        }
        int colon = pair.indexOf(':');
        if (colon < 0) {
            return done(Refused.unauthenticated("malformed", "Authorization: Basic is not base64 of user:password"));
        }
        String name = pair.substring(0, colon);
        String password = pair.substring(colon + 1);
        Optional<Credential> proven = accounts.get().proven(name, password);
        if (proven.isPresent()) {
            return done(verdict(right, proven, ""));
        }
        String host = from.substring(0, Math.max(0, from.lastIndexOf(':')));
        String user = accounts.get().hasUser(name) ? name : "";
        return passwords.check(new PasswordChecks.Asker(host, user), () -> prove(right, name, password));
    }

    private Verdict prove(Right right, String name, String password) {
        Accounts known = accounts.get();
        Optional<Credential> proven = known.proven(name, password); // by a request before this one
        return verdict(right, proven.isPresent() ? proven : known.user(name, password), "wrong user or password");
    }

    private static Verdict verdict(Right right, Optional<Credential> found, String unknown) {
        if (found.isEmpty()) {
            return Refused.unauthenticated("unknown", unknown);
        }
        Credential who = found.get();
        return who.rights().contains(right)
                ? new Verdict.Granted(who.name(), who.tenants())
                : Refused.forbidden("'" + who.name() + "' may not " + right.text());
    }

    private static CompletableFuture<Verdict> done(Verdict verdict) {
        return CompletableFuture.completedFuture(verdict);
    }

    private Verdict told(Verdict verdict, String from) {
        if (verdict instanceof Refused refused) {
            registry.counter(
                            "rubato_auth_refused_total",
                            "Requests refused for who they are from.",
                            Labels.of("reason", refused.reason()))
                    .increment();
            seldom.log(leftOut -> log.atWarn()
                    .addKeyValue("from", from)
                    .addKeyValue("more_like_it", leftOut)
                    .log("request refused: {}", refused.text()));
        }
        return verdict;
    }

    @Override
    public void close() {
        passwords.close();
    }
}
