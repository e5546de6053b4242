package io.rubato.server.internal.trace;

import java.util.List;
import java.util.Locale;

/// OTLP's names of kinds and status codes; a number that it does not define is its own name.
public final class EnumNames {
    private static final List<String> KINDS = List.of(
            "SPAN_KIND_UNSPECIFIED",
            "SPAN_KIND_INTERNAL",
            "SPAN_KIND_SERVER",
            "SPAN_KIND_CLIENT",
            "SPAN_KIND_PRODUCER",
            "SPAN_KIND_CONSUMER");
    private static final List<String> STATUS_CODES =
            List.of("STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR");

    private EnumNames() {}

    public static String kind(int kind) {
        return name(KINDS, kind);
    }

    public static String status(int code) {
        return name(STATUS_CODES, code);
    }

    /// The kind as a query writes it: `server`.
    public static String kindWord(int kind) {
        return word(kind(kind), "SPAN_KIND_");
    }

    /// The status as a query writes it: `unset`.
    public static String statusWord(int code) {
        return word(status(code), "STATUS_CODE_");
    }

    private static String word(String name, String prefix) {
        return name.startsWith(prefix) ? name.substring(prefix.length()).toLowerCase(Locale.ROOT) : name;
    }

    private static String name(List<String> names, int number) {
        return number >= 0 && number < names.size() ? names.get(number) : Integer.toString(number);
    }
}
