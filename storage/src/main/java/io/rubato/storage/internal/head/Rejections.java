package io.rubato.storage.internal.head;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Spans of one request that were refused, counted by reason.
public final class Rejections {
    private final Map<Reason, Integer> counts = new EnumMap<>(Reason.class);
    private String detail = "";

    void add(RejectedSpanException rejected) {
        counts.merge(rejected.reason(), 1, Integer::sum);
        if (detail.isEmpty()) {
            detail = rejected.getMessage();
        }
    }

    public Map<Reason, Integer> counts() {
        return counts;
    }

    public int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// For the sender: how many by reason, and what exactly was wrong with the first; empty when none was
    /// refused.
    public String message() {
        if (counts.isEmpty()) {
            return "";
        }
        return counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + (entry.getValue() == 1 ? "span" : "spans") + ": "
                        + entry.getKey().text())
                .collect(Collectors.joining("; ", "refused ", " (first: " + detail + ")"));
    }

    /// Why a span is refused.
    public enum Reason {
        INVALID_TRACE_ID("trace id is not 16 bytes with one that is not zero"),
        INVALID_SPAN_ID("span id is not 8 bytes with one that is not zero"),
        INVALID_PARENT_ID("parent span id is neither empty nor 8 bytes"),
        MALFORMED("malformed protobuf"),
        TOO_MANY_ATTRIBUTES("too many attributes"),
        TOO_MANY_EVENTS("too many events or links"),
        TOO_LONG("a name, key or value is too long");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        /// The name of the reason in metrics.
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
