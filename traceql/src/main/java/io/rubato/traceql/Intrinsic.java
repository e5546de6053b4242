package io.rubato.traceql;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A field that every span, event, link, instrumentation scope or trace has, as against an attribute.
///
/// One constant stands for all spellings of a field (`duration` and `span:duration`); `toString()` is the spelling
/// that answers use as a key, which is the short one where there is one.
public enum Intrinsic {
    /// Length of the span.
    DURATION(ValueType.DURATION, "duration", "span:duration"),
    /// Name of the span.
    NAME(ValueType.STRING, "name", "span:name"),
    /// Status of the span.
    STATUS(ValueType.STATUS, "status", "span:status"),
    /// Text beside the status.
    STATUS_MESSAGE(ValueType.STRING, "statusMessage", "span:statusMessage"),
    /// Kind of the span.
    KIND(ValueType.KIND, "kind", "span:kind"),
    /// Id of the span in hexadecimal.
    SPAN_ID(ValueType.STRING, "span:id"),
    /// Id of the parent span in hexadecimal.
    PARENT_ID(ValueType.STRING, "span:parentID"),
    /// Number of child spans.
    CHILD_COUNT(ValueType.INT, "span:childCount", "childCount"),
    /// The parent span itself; it can only be compared with `nil`.
    PARENT(ValueType.UNKNOWN, "parent"),
    /// Number of the span in a walk of the trace, before its descendants.
    NESTED_SET_LEFT(ValueType.INT, "nestedSetLeft"),
    /// Number of the span in a walk of the trace, after its descendants.
    NESTED_SET_RIGHT(ValueType.INT, "nestedSetRight"),
    /// The parent's [#NESTED_SET_LEFT], -1 for a root.
    NESTED_SET_PARENT(ValueType.INT, "nestedSetParent"),
    /// Id of the trace in hexadecimal.
    TRACE_ID(ValueType.STRING, "trace:id"),
    /// Time from the start of the first span to the end of the last.
    TRACE_DURATION(ValueType.DURATION, "traceDuration", "trace:duration"),
    /// Name of the root span.
    ROOT_NAME(ValueType.STRING, "rootName", "trace:rootName"),
    /// Service of the root span.
    ROOT_SERVICE_NAME(ValueType.STRING, "rootServiceName", "trace:rootService"),
    /// Name of an event.
    EVENT_NAME(ValueType.STRING, "event:name"),
    /// Time from the start of the span to an event.
    EVENT_TIME_SINCE_START(ValueType.DURATION, "event:timeSinceStart"),
    /// Trace id of a link in hexadecimal.
    LINK_TRACE_ID(ValueType.STRING, "link:traceID"),
    /// Span id of a link in hexadecimal.
    LINK_SPAN_ID(ValueType.STRING, "link:spanID"),
    /// Name of the instrumentation scope.
    INSTRUMENTATION_NAME(ValueType.STRING, "instrumentation:name"),
    /// Version of the instrumentation scope.
    INSTRUMENTATION_VERSION(ValueType.STRING, "instrumentation:version");

    private static final Map<String, Intrinsic> BY_SPELLING = Arrays.stream(values())
            .flatMap(intrinsic -> intrinsic.spellings.stream().map(text -> Map.entry(text, intrinsic)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final ValueType type;

    @SuppressWarnings("ImmutableEnumChecker") // List.of cannot change
    private final List<String> spellings;

    Intrinsic(ValueType type, String... spellings) {
        this.type = type;
        this.spellings = List.of(spellings);
    }

    /// Static type of the field.
    public ValueType type() {
        return type;
    }

    /// All spellings, the one of `toString()` first.
    public List<String> spellings() {
        return spellings;
    }

    /// The field a spelling stands for, or null.
    public static @Nullable Intrinsic of(String spelling) {
        return BY_SPELLING.get(spelling);
    }

    @Override
    public String toString() {
        return spellings.getFirst();
    }
}
