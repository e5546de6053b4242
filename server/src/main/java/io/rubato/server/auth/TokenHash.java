package io.rubato.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/// The SHA-256 of a token. One round is enough for what is random and long; it would not be for a password.
@SuppressWarnings("ArrayRecordComponent")
public record TokenHash(byte[] sha256) {
    private static final String FORM = "sha256:";
    private static final int BYTES = 32;

    /// A new token of 256 random bits.
    public static String newToken() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return "rbt_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /// Of a token in the clear.
    public static TokenHash of(String token) {
        return new TokenHash(sha256(token.getBytes(StandardCharsets.UTF_8)));
    }

    /// @throws IllegalArgumentException with what was expected
    static TokenHash parse(String text) {
        if (text.startsWith(FORM)) {
            String hex = text.substring(FORM.length());
            if (hex.matches("[0-9a-fA-F]{64}")) {
                return new TokenHash(HexFormat.of().parseHex(hex));
            }
        }
        throw new IllegalArgumentException("the token's hash is not sha256: and 64 hexadecimal digits");
    }

    /// Whether both are of the same token; takes as long whether or not they are.
    public boolean matches(TokenHash other) {
        return MessageDigest.isEqual(sha256, other.sha256);
    }

    String text() {
        return FORM + HexFormat.of().formatHex(sha256);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
