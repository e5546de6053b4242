package io.rubato.tracing.tcp;

import java.util.LinkedHashMap;
import java.util.Map;

/// The headers of a frame: a JSON object whose values are all strings, RFC 8259. A name may come only once.
final class HeaderJson {
    private static final String ESCAPED = "\"\\/bfnrt";
    private static final String MEANT = "\"\\/\b\f\n\r\t";

    private final String text;
    private int at;

    private HeaderJson(String text) {
        this.text = text;
    }

    /// @throws TcpException with [TcpFault#MALFORMED_HEADERS], saying where
    static Map<String, String> decode(String text) throws TcpException {
        return new HeaderJson(text).object();
    }

    static String encode(Map<String, String> headers) {
        StringBuilder out = new StringBuilder(256).append('{');
        headers.forEach((name, value) -> {
            quote(out.length() == 1 ? out : out.append(','), name);
            quote(out.append(':'), value);
        });
        return out.append('}').toString();
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                out.append("\\u").append(String.format(java.util.Locale.ROOT, "%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private Map<String, String> object() throws TcpException {
        Map<String, String> headers = new LinkedHashMap<>();
        expect('{');
        if (peek() != '}') {
            do {
                String name = string();
                expect(':');
                if (headers.put(name, string()) != null) {
                    throw malformed("each name once");
                }
            } while (peek() == ',' && next() == ',');
        }
        expect('}');
        if (peek() != 0) {
            throw malformed("the end");
        }
        return headers;
    }

    private String string() throws TcpException {
        expect('"');
        int start = at;
        while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\\') {
            plain();
        }
        if (at < text.length() && text.charAt(at) == '"') {
            return text.substring(start, at++);
        }
        StringBuilder out = new StringBuilder().append(text, start, at);
        while (at < text.length() && text.charAt(at) != '"') {
            out.append(text.charAt(at) == '\\' ? escaped() : plain());
        }
        if (at == text.length()) {
            throw malformed("'\"'");
        }
        at++;
        return out.toString();
    }

    private char plain() throws TcpException {
        char c = text.charAt(at);
        if (c < ' ') {
            throw malformed("no control character");
        }
        at++;
        return c;
    }

    private char escaped() throws TcpException {
        at++;
        char c = at < text.length() ? text.charAt(at) : 0;
        int known = ESCAPED.indexOf(c);
        if (c != 0 && known >= 0) {
            at++;
            return MEANT.charAt(known);
        }
        if (c != 'u' || at + 5 > text.length()) {
            throw malformed("an escape");
        }
        int code = 0;
        for (int i = at + 1; i < at + 5; i++) {
            int digit = text.charAt(i) < 128 ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                throw malformed("four hex digits");
            }
            code = code * 16 + digit;
        }
        at += 5;
        return (char) code;
    }

    private void expect(char wanted) throws TcpException {
        if (peek() != wanted) {
            throw malformed("'" + wanted + "'");
        }
        at++;
    }

    private char next() {
        return text.charAt(at++);
    }

    /// The next character that is no white space, 0 at the end.
    private char peek() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private TcpException malformed(String expected) {
        return new TcpException(TcpFault.MALFORMED_HEADERS, "headers: expected " + expected + " at character " + at);
    }
}
