package io.rubato.tracing.internal.config;

import java.util.LinkedHashMap;
import java.util.Map;

/// The part of TOML 1.0 that a logging file needs: comments, tables, bare, quoted and dotted keys, strings on one line
/// and inline tables of strings. It is read here rather than by a library, for it is two settings, and an application
/// should not carry a parser for them.
final class TomlFile {
    private final String text;
    private final Map<String, String> values = new LinkedHashMap<>();
    private String table = "";
    private int at;
    private int line;

    private TomlFile(String text) {
        this.text = text;
    }

    /// Every value under its full key, the parts joined by a NUL, which no key contains.
    ///
    /// @throws IllegalArgumentException with the number of the line that cannot be read
    static Map<String, String> parse(String content) {
        Map<String, String> values = new LinkedHashMap<>();
        String table = "";
        int number = 0;
        for (String line : content.split("\r?\n", -1)) {
            TomlFile reader = new TomlFile(line);
            reader.line = ++number;
            reader.table = table;
            reader.readLine();
            table = reader.table;
            values.putAll(reader.values);
        }
        return values;
    }

    private void readLine() {
        skipBlanks();
        if (atEnd()) {
            return;
        }
        if (text.charAt(at) == '[') {
            at++;
            String key = key();
            expect(']');
            table = key + '\0';
        } else {
            pair(table);
        }
        skipBlanks();
        if (!atEnd()) {
            throw wrong("the end of the line");
        }
    }

    private void pair(String prefix) {
        String key = prefix + key();
        expect('=');
        skipBlanks();
        if (!atEnd() && text.charAt(at) == '{') {
            at++;
            inlineTable(key + '\0');
        } else {
            values.put(key, string());
        }
    }

    private void inlineTable(String prefix) {
        skipBlanks();
        while (!atEnd() && text.charAt(at) != '}') {
            pair(prefix);
            skipBlanks();
            if (!atEnd() && text.charAt(at) == ',') {
                at++;
                skipBlanks();
            }
        }
        expect('}');
    }

    private String key() {
        StringBuilder key = new StringBuilder();
        while (true) {
            skipBlanks();
            key.append(keyPart());
            skipBlanks();
            if (atEnd() || text.charAt(at) != '.') {
                return key.toString();
            }
            at++;
            key.append('\0');
        }
    }

    private String keyPart() {
        if (!atEnd() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
            return string();
        }
        int start = at;
        while (!atEnd() && (Character.isLetterOrDigit(text.charAt(at)) || "-_".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (start == at) {
            throw wrong("a key");
        }
        return text.substring(start, at);
    }

    private String string() {
        if (atEnd() || (text.charAt(at) != '"' && text.charAt(at) != '\'')) {
            throw wrong("a string in quotation marks");
        }
        char quote = text.charAt(at++);
        StringBuilder value = new StringBuilder();
        while (!atEnd() && text.charAt(at) != quote) {
            char c = text.charAt(at++);
            if (c == '\\' && quote == '"') {
                if (atEnd() || "\\\"".indexOf(text.charAt(at)) < 0) {
                    throw wrong("\\\\ or \\\"");
                }
                c = text.charAt(at++);
            }
            value.append(c);
        }
        if (atEnd()) {
            throw wrong("the closing " + quote);
        }
        at++;
        return value.toString();
    }

    private void expect(char wanted) {
        skipBlanks();
        if (atEnd() || text.charAt(at) != wanted) {
            throw wrong("'" + wanted + "'");
        }
        at++;
    }

    private void skipBlanks() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '#') {
            at = text.length();
        }
    }

    private boolean atEnd() {
        return at >= text.length();
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException("line " + line + ", column " + (at + 1) + ": expected " + expected);
    }
}
