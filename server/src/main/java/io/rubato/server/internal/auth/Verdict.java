package io.rubato.server.internal.auth;

import io.rubato.server.internal.tenant.TenantNames;
import java.util.Optional;
import java.util.Set;

/// Whether a request may be served.
sealed interface Verdict {
    /// It may.
    ///
    /// @param tenants that it may name; empty for any
    record Granted(String name, Set<String> tenants) implements Verdict {
        /// The tenants that a request is about.
        ///
        /// @param named by it, joined by `|`; empty when it names none
        /// @return as `named`, where that is empty the one tenant there is; nothing when one is not allowed
        Optional<String> tenants(String named) {
            if (tenants.isEmpty()) {
                return Optional.of(named);
            }
            if (named.isEmpty()) {
                return Optional.of(tenants.size() == 1 ? tenants.iterator().next() : "");
            }
            return TenantNames.areAmong(tenants, named) ? Optional.of(named) : Optional.empty();
        }

        Refused otherTenant() {
            return Refused.forbidden("'" + name + "' may not act for this tenant");
        }
    }

    /// It may not.
    ///
    /// @param reason one word, for the figures
    /// @param httpStatus and `grpcCode` say it to the client, with the text
    record Refused(String reason, int httpStatus, int grpcCode, String text) implements Verdict {
        private static final int UNAUTHENTICATED = 16;
        private static final int PERMISSION_DENIED = 7;
        private static final int UNAVAILABLE = 14;

        static Refused unauthenticated(String reason, String text) {
            return new Refused(reason, 401, UNAUTHENTICATED, text);
        }

        static Refused forbidden(String text) {
            return new Refused("forbidden", 403, PERMISSION_DENIED, text);
        }

        static Refused busy() {
            return new Refused("busy", 503, UNAVAILABLE, "too many passwords to check at once, try again");
        }
    }
}
