package io.rubato.tracing.internal.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The variables tracing is configured by. What the operator sets outranks what the code sets: first the system
/// property (`otel.service.name`), then the environment (`OTEL_SERVICE_NAME`), then the value given in code. A
/// variable that is set to nothing or to blanks counts as not set.
public final class Environment {
    private static final Set<String> TRUE = Set.of("1", "true", "on", "yes");
    private static final Set<String> FALSE = Set.of("0", "false", "off", "no");

    private final Map<String, String> values = new TreeMap<>();
    private final Problems problems;

    public Environment(
            Map<String, String> code,
            Map<String, String> environment,
            Map<String, String> properties,
            Problems problems) {
        this.problems = problems;
        code.forEach(this::put);
        environment.forEach(this::put);
        properties.forEach((name, value) -> {
            if (name.startsWith("otel.")) {
                put(name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value);
            }
        });
    }

    private void put(String name, String value) {
        if (!value.isBlank()) {
            values.put(name, value.strip());
        }
    }

    public Problems problems() {
        return problems;
    }

    public @Nullable String get(String name) {
        return values.get(name);
    }

    public String get(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    public boolean isSet(String name) {
        return values.containsKey(name);
    }

    /// Every variable that is set, by name.
    public Map<String, String> all() {
        return Map.copyOf(values);
    }

    /// A switch: `1 true on yes` or `0 false off no`, in any case.
    public boolean flag(String name, boolean otherwise) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        String word = value.toLowerCase(Locale.ROOT);
        if (TRUE.contains(word)) {
            return true;
        }
        if (!FALSE.contains(word)) {
            problems.wrongValue(name, value, "1 true on yes or 0 false off no", String.valueOf(otherwise));
            return otherwise;
        }
        return false;
    }

    /// A time, written as the standard variables write it: a number of milliseconds, or with `ms`, `s`, `m` or `h`.
    public Duration duration(String name, Duration otherwise) {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        Duration duration = OtelValue.parseDuration(value);
        if (duration == null) {
            problems.wrongValue(
                    name, value, "a number of milliseconds, or one with ms, s, m or h", otherwise.toMillis() + "ms");
            return otherwise;
        }
        return duration;
    }
}
