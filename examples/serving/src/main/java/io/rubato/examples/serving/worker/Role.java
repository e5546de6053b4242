package io.rubato.examples.serving.worker;

import java.util.Locale;

/// What a worker does.
public enum Role {
    PREFILL,
    DECODE;

    /// The name of its component.
    public String component() {
        return name().toLowerCase(Locale.ROOT);
    }
}
