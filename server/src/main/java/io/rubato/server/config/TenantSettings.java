package io.rubato.server.config;

import java.nio.file.Path;
import java.util.Optional;

/// Tenants, by the header `X-Scope-OrgID`.
///
/// @param enabled whether requests must name one. Default false: all share one store
/// @param max how many there may be; the spans of further ones are refused. Default 100
/// @param federation whether a query may name several: `a|b`. Default true
/// @param overridesFile limits of single tenants; read again when it changes. Default none
/// @param rateBytes what each may send, bytes of decompressed requests each second; 0 is off. Default 0
/// @param burstBytes what it may send at once after a pause; 0 is what it may in a second. Default 0
public record TenantSettings(
        boolean enabled, int max, boolean federation, Optional<Path> overridesFile, long rateBytes, long burstBytes) {
    /// What holds without a file.
    public static final TenantSettings DEFAULT = new TenantSettings(false, 100, true, Optional.empty(), 0, 0);

    /// The same, switched on.
    public TenantSettings on() {
        return new TenantSettings(true, max, federation, overridesFile, rateBytes, burstBytes);
    }
}
