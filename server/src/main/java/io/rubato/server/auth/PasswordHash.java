package io.rubato.server.auth;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// A password as PBKDF2 with HMAC-SHA-256 leaves it (RFC 8018), slow on purpose: about a fifth of a second at the usual
/// number of rounds, which is what OWASP's cheat sheet on password storage asks for.
///
/// @param rounds at least 10,000, at most 10,000,000
@SuppressWarnings("ArrayRecordComponent")
public record PasswordHash(int rounds, byte[] salt, byte[] hash) {
    /// Rounds of new hashes.
    public static final int ROUNDS = 600_000;

    private static final String FORM = "pbkdf2-sha256";
    private static final int LEAST = 10_000;
    private static final int MOST = 10_000_000;
    private static final int BYTES = 32;
    private static final int SALT = 16;

    /// Of a new password, with a salt of its own.
    public static PasswordHash of(String password, int rounds) {
        byte[] salt = new byte[SALT];
        new SecureRandom().nextBytes(salt);
        return new PasswordHash(rounds, salt, derive(password, salt, rounds, BYTES));
    }

    /// @throws IllegalArgumentException with what was expected
    static PasswordHash parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length == 4 && parts[0].equals(FORM) && parts[1].matches("[0-9]{1,8}")) {
            int rounds = Integer.parseInt(parts[1]);
            byte[] salt = Base64.getDecoder().decode(parts[2]);
            byte[] hash = Base64.getDecoder().decode(parts[3]);
            if (rounds >= LEAST && rounds <= MOST && salt.length >= SALT / 2 && hash.length == BYTES) {
                return new PasswordHash(rounds, salt, hash);
            }
        }
        throw new IllegalArgumentException(
                "the password's hash is not " + FORM + ":ROUNDS:SALT:HASH as `rubato auth user` prints it");
    }

    /// Whether this is of the password; takes as long whether or not it is.
    public boolean matches(String password) {
        return MessageDigest.isEqual(hash, derive(password, salt, rounds, hash.length));
    }

    String text() {
        Base64.Encoder base64 = Base64.getEncoder();
        return FORM + ":" + rounds + ":" + base64.encodeToString(salt) + ":" + base64.encodeToString(hash);
    }

    private static byte[] derive(String password, byte[] salt, int rounds, int bytes) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, rounds, bytes * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has PBKDF2 with HMAC-SHA-256", e);
        } finally {
            spec.clearPassword();
        }
    }
}
