package io.rubato.tracing.context;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;

/// The header `version-traceid-parentid-flags`, section 3.2 of W3C Trace Context level 2.
final class TraceParent {
    private static final int LENGTH = 55;
    private static final int TRACE_ID = 3;
    private static final int TRACE_ID_END = 35;
    private static final int SPAN_ID = 36;
    private static final int SPAN_ID_END = 52;
    private static final int FLAGS = 53;

    /// Sampled and random: the flags that version 00 defines. The others "MUST be set to zero" by whoever sends.
    private static final int KNOWN_FLAGS = 0x03;

    private TraceParent() {}

    static String format(SpanContext span) {
        int flags = span.getTraceFlags().asByte() & KNOWN_FLAGS;
        return "00-" + span.getTraceId() + '-' + span.getSpanId() + "-0" + (char) ('0' + flags);
    }

    /// Where the header starts in a text that may have white space around it, or -1 if anything but the ids is wrong.
    static int check(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return isFramed(text, start, end) ? start : -1;
    }

    private static boolean isFramed(String text, int start, int end) {
        int length = end - start;
        if (length < LENGTH
                || text.charAt(start + TRACE_ID - 1) != '-'
                || text.charAt(start + TRACE_ID_END) != '-'
                || text.charAt(start + SPAN_ID_END) != '-') {
            return false;
        }
        char high = text.charAt(start);
        char low = text.charAt(start + 1);
        if (!isHex(high) || !isHex(low) || (high == 'f' && low == 'f')) {
            return false;
        }
        boolean known = high == '0' && low == '0';
        boolean fits = length == LENGTH || (!known && text.charAt(start + LENGTH) == '-');
        return fits && isHex(text.charAt(start + FLAGS)) && isHex(text.charAt(start + FLAGS + 1));
    }

    /// Reads a header that passed [#check]. The result is not valid if the ids have anything but lower-case hex digits
    /// or only zeros: making a span context finds that out anyway.
    static SpanContext read(String text, int start, TraceState state) {
        int flags = Character.digit(text.charAt(start + FLAGS + 1), 16) & KNOWN_FLAGS;
        return SpanContext.createFromRemoteParent(
                text.substring(start + TRACE_ID, start + TRACE_ID_END),
                text.substring(start + SPAN_ID, start + SPAN_ID_END),
                TraceFlags.fromByte((byte) flags),
                state);
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }
}
