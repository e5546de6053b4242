package io.rubato.tracing.internal.config;

import java.util.ArrayList;
import java.util.List;

/// What is wrong with the configuration, one line each. Not safe for concurrent use.
public final class Problems {
    private final List<String> lines = new ArrayList<>();

    /// A value that is not accepted, and what holds instead.
    public void wrongValue(String variable, String value, String accepted, String instead) {
        add(variable + "=\"" + shortened(value) + "\": accepted is " + accepted + "; " + instead + " is used");
    }

    /// Anything else worth a line.
    public void add(String line) {
        lines.add(line.replace('\n', ' ').replace('\r', ' '));
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    private static String shortened(String value) {
        return value.length() <= 200 ? value : value.substring(0, 200) + "...";
    }
}
