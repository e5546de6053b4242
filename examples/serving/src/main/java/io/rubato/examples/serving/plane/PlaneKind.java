package io.rubato.examples.serving.plane;

import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What requests between the processes travel over.
public enum PlaneKind {
    TCP,
    HTTP,
    NATS;

    private static final Logger log = LoggerFactory.getLogger(PlaneKind.class);

    /// The kind that `DYN_REQUEST_PLANE` names, in upper or lower case; TCP if it names none.
    public static PlaneKind of(Map<String, String> environment) {
        String name = environment.getOrDefault("DYN_REQUEST_PLANE", "tcp");
        for (PlaneKind kind : values()) {
            if (kind.name().equalsIgnoreCase(name.strip())) {
                return kind;
            }
        }
        log.warn("DYN_REQUEST_PLANE: '{}' is not one of tcp, http, nats; tcp is used", name);
        return TCP;
    }

    /// The name as the variable has it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
