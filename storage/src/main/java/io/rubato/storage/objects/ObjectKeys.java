package io.rubato.storage.objects;

/// The rule for keys: parts joined by `/`, each 1 to 255 characters of `A-Z a-z 0-9 ! - _ . * ' ( )`, none of
/// them `.` or `..`; 1024 characters in all; the first part does not start with a dot (those names are the
/// stores' own). These are the characters that S3 calls safe and that every file system takes; tenants of Tempo
/// are made of the same.
public final class ObjectKeys {

    private static final int MAX_PART = 255;
    private static final int MAX_KEY = 1024;
    private static final String PUNCTUATION = "!-_.*'()";

    private ObjectKeys() {}

    /// Returns the key.
    ///
    /// @throws IllegalArgumentException if it breaks the rule, with the reason
    public static String requireKey(String key) {
        requireLength(key);
        for (String part : key.split("/", -1)) {
            requirePart(part, key);
        }
        requireNotReserved(key);
        return key;
    }

    /// Returns the prefix: the start of a key, cut anywhere.
    ///
    /// @throws IllegalArgumentException if no key can start so
    public static String requirePrefix(String prefix) {
        if (prefix.isEmpty()) {
            return prefix;
        }
        requireLength(prefix);
        String[] parts = prefix.split("/", -1);
        for (int i = 0; i < parts.length - 1; i++) {
            requirePart(parts[i], prefix);
        }
        requireCharacters(parts[parts.length - 1], prefix);
        requireNotReserved(prefix);
        return prefix;
    }

    private static void requireLength(String key) {
        if (key.isEmpty() || key.length() > MAX_KEY) {
            String start = key.substring(0, Math.min(40, key.length()));
            throw new IllegalArgumentException(
                    "object key '%s' has %d characters, expected 1 to %d".formatted(start, key.length(), MAX_KEY));
        }
    }

    private static void requirePart(String part, String key) {
        if (part.isEmpty() || part.equals(".") || part.equals("..")) {
            throw new IllegalArgumentException(
                    "object key '%s' has a part '%s', expected a name between slashes".formatted(key, part));
        }
        requireCharacters(part, key);
    }

    private static void requireCharacters(String part, String key) {
        if (part.length() > MAX_PART) {
            throw new IllegalArgumentException("object key '%s' has a part of %d characters, expected at most %d"
                    .formatted(key, part.length(), MAX_PART));
        }
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!alphanumeric && PUNCTUATION.indexOf(c) < 0) {
                throw new IllegalArgumentException("object key '%s' has the character U+%04X, expected A-Z a-z 0-9 %s"
                        .formatted(key, (int) c, PUNCTUATION));
            }
        }
    }

    private static void requireNotReserved(String key) {
        if (key.startsWith(".")) {
            throw new IllegalArgumentException(
                    "object key '%s' starts with a dot, which is reserved for the store".formatted(key));
        }
    }
}
