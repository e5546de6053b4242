package io.rubato.server.internal.route;

import com.linecorp.armeria.common.HttpMethod;
import io.rubato.server.auth.Right;
import java.util.Optional;

/// Who may call a route. Each route declares it where it is registered, so that it holds on every port and under every
/// prefix.
public enum Access {
    /// Everybody: probes have no passwords.
    OPEN,

    /// Those who may query, whatever the method.
    QUERY,

    /// Those who may send spans, whatever the method.
    INGEST,

    /// POST is for those who may send spans, every other method for those who may query.
    INGEST_BY_POST;

    /// The right that a request needs; nothing when everybody may.
    public Optional<Right> needed(HttpMethod method) {
        return switch (this) {
            case OPEN -> Optional.empty();
            case QUERY -> Optional.of(Right.QUERY);
            case INGEST -> Optional.of(Right.INGEST);
            case INGEST_BY_POST -> Optional.of(method == HttpMethod.POST ? Right.INGEST : Right.QUERY);
        };
    }
}
