package io.rubato.tracing.context;

import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A received `tracestate`, section 3.3 of W3C Trace Context level 2, kept as the text it came in so that it leaves
/// unchanged.
///
/// Keys follow level 2, except that one with an `@` must still be `tenant@system` as level 1 has it: the public
/// validation service insists on that. A repeated key, a 33rd member or any malformed member discredits the whole list.
final class W3cTraceState implements TraceState {
    /// 32 members of 513 characters, with room for white space. Longer text is refused before it is looked at.
    static final int MAX_LENGTH = 32 * 1024;

    private static final int MAX_MEMBERS = 32;
    private static final int MAX_KEY = 256;
    private static final int MAX_TENANT = 241;
    private static final int MAX_SYSTEM = 14;
    private static final int MAX_VALUE = 256;

    private final String header;
    private final int size;

    private W3cTraceState(String header, int size) {
        this.header = header;
        this.size = size;
    }

    static @Nullable TraceState parse(String header) {
        if (header.length() > MAX_LENGTH) {
            return null;
        }
        String clean = isClean(header) ? header : cleaned(header);
        if (clean.isEmpty()) {
            return TraceState.getDefault();
        }
        int size = countMembers(clean);
        return size < 0 ? null : new W3cTraceState(clean, size);
    }

    static String format(TraceState state) {
        if (state instanceof W3cTraceState received) {
            return received.header;
        }
        StringBuilder out = new StringBuilder(128);
        state.forEach((key, value) ->
                (out.isEmpty() ? out : out.append(',')).append(key).append('=').append(value));
        return out.toString();
    }

    private static boolean isClean(String header) {
        boolean edge = true;
        boolean space = false;
        for (int i = 0; i < header.length(); i++) {
            char c = header.charAt(i);
            if (c == ',') {
                if (edge || space) {
                    return false;
                }
                edge = true;
            } else {
                space = TraceParent.isSpace(c);
                if (edge && space) {
                    return false;
                }
                edge = false;
            }
        }
        return !edge && !space;
    }

    /// Without empty members and without the white space around members.
    private static String cleaned(String header) {
        StringBuilder out = new StringBuilder(header.length());
        for (String piece : header.split(",")) {
            int start = 0;
            int end = piece.length();
            while (start < end && TraceParent.isSpace(piece.charAt(start))) {
                start++;
            }
            while (end > start && TraceParent.isSpace(piece.charAt(end - 1))) {
                end--;
            }
            if (start < end) {
                (out.isEmpty() ? out : out.append(',')).append(piece, start, end);
            }
        }
        return out.toString();
    }

    private static int countMembers(String header) {
        int count = 0;
        int start = 0;
        while (true) {
            int comma = header.indexOf(',', start);
            int end = comma < 0 ? header.length() : comma;
            int equals = header.indexOf('=', start);
            if (equals < 0
                    || equals >= end
                    || !isKey(header, start, equals)
                    || !isValue(header, equals + 1, end)
                    || (start > 0 && isRepeated(header, start, equals))
                    || ++count > MAX_MEMBERS) {
                return -1;
            }
            if (comma < 0) {
                return count;
            }
            start = comma + 1;
        }
    }

    private static boolean isKey(String header, int start, int end) {
        if (start == end || end - start > MAX_KEY || !isLowerOrDigit(header.charAt(start))) {
            return false;
        }
        int at = -1;
        for (int i = start + 1; i < end; i++) {
            char c = header.charAt(i);
            if (c == '@' && at < 0) {
                at = i;
            } else if (!isLowerOrDigit(c) && c != '_' && c != '-' && c != '*' && c != '/') {
                return false;
            }
        }
        return at < 0 || isTenantAndSystem(header, start, at, end);
    }

    private static boolean isTenantAndSystem(String header, int start, int at, int end) {
        int system = end - at - 1;
        if (at - start > MAX_TENANT || system == 0 || system > MAX_SYSTEM) {
            return false;
        }
        char first = header.charAt(at + 1);
        return first >= 'a' && first <= 'z';
    }

    private static boolean isValue(String header, int start, int end) {
        if (start == end || end - start > MAX_VALUE) {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = header.charAt(i);
            if (c < ' ' || c > '~' || c == '=') {
                return false;
            }
        }
        return true;
    }

    private static boolean isRepeated(String header, int start, int equals) {
        int length = equals - start + 1;
        for (int earlier = 0; earlier < start; earlier = header.indexOf(',', earlier) + 1) {
            if (header.regionMatches(earlier, header, start, length)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLowerOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    @Override
    public @Nullable String get(String key) {
        return asMap().get(key);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public void forEach(BiConsumer<String, String> consumer) {
        asMap().forEach(consumer);
    }

    @Override
    public Map<String, String> asMap() {
        Map<String, String> members = new LinkedHashMap<>();
        for (String member : header.split(",")) {
            int equals = member.indexOf('=');
            members.put(member.substring(0, equals), member.substring(equals + 1));
        }
        return Collections.unmodifiableMap(members);
    }

    /// The builder puts what is added last in front, hence the reversal.
    @Override
    public TraceStateBuilder toBuilder() {
        TraceStateBuilder builder = TraceState.builder();
        List<Map.Entry<String, String>> members = new ArrayList<>(asMap().entrySet());
        Collections.reverse(members);
        members.forEach(member -> builder.put(member.getKey(), member.getValue()));
        return builder;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof W3cTraceState that && header.equals(that.header);
    }

    @Override
    public int hashCode() {
        return header.hashCode();
    }

    @Override
    public String toString() {
        return header;
    }
}
