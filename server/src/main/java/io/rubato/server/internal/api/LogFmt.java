package io.rubato.server.internal.api;

import java.util.LinkedHashMap;
import java.util.Map;

/// The `tags` parameter of a search: `service.name=shop msg="out of stock"`.
final class LogFmt {
    private final String text;
    private int at;

    private LogFmt(String text) {
        this.text = text;
    }

    /// Keys and values in the order given.
    ///
    /// @throws BadRequest `invalid tags: ...`
    static Map<String, String> parse(String text) {
        return new LogFmt(text).pairs();
    }

    private Map<String, String> pairs() {
        Map<String, String> pairs = new LinkedHashMap<>();
        skipBlanks();
        while (at < text.length()) {
            String key = key();
            String value = "";
            if (at < text.length() && text.charAt(at) == '=') {
                at++;
                value = at < text.length() && text.charAt(at) == '"' ? quoted() : bare();
            }
            if (pairs.put(key, value) != null) {
                throw new BadRequest("invalid tags: tag " + key + " has been set twice");
            }
            skipBlanks();
        }
        return pairs;
    }

    private void skipBlanks() {
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
    }

    private String key() {
        int start = at;
        while (at < text.length() && text.charAt(at) > ' ' && text.charAt(at) != '=' && text.charAt(at) != '"') {
            at++;
        }
        if (at == start) {
            throw new BadRequest("invalid tags: unexpected '" + text.charAt(at) + "' at position " + (at + 1));
        }
        return text.substring(start, at);
    }

    private String bare() {
        int start = at;
        while (at < text.length() && text.charAt(at) > ' ') {
            if (text.charAt(at) == '"' || text.charAt(at) == '=') {
                throw new BadRequest("invalid tags: unexpected '" + text.charAt(at) + "' at position " + (at + 1));
            }
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        int start = at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            if (c == '\\' && at < text.length()) {
                char escaped = text.charAt(at++);
                value.append(
                        switch (escaped) {
                            case 'n' -> '\n';
                            case 't' -> '\t';
                            case 'r' -> '\r';
                            default -> escaped;
                        });
            } else {
                value.append(c);
            }
        }
        throw new BadRequest("invalid tags: unterminated quoted value at position " + (start + 1));
    }
}
