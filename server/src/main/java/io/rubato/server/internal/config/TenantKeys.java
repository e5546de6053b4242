package io.rubato.server.internal.config;

import static io.rubato.server.internal.config.ValueTypes.OPTIONAL_PATH;
import static io.rubato.server.internal.config.ValueTypes.SWITCH;
import static io.rubato.server.internal.config.ValueTypes.bytes;
import static io.rubato.server.internal.config.ValueTypes.integer;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The settings of [io.rubato.server.config.TenantSettings].
final class TenantKeys {
    static final Key<Boolean> ENABLED =
            Key.of("multitenancy_enabled", SWITCH, c -> c.tenants().enabled());
    static final Key<Integer> MAX =
            Key.of("tenants.max", integer(1, 10_000), c -> c.tenants().max());
    static final Key<Boolean> FEDERATION = Key.of(
            "tenants.federation", SWITCH, c -> c.tenants().federation(), "query_frontend.multi_tenant_queries_enabled");
    static final Key<Optional<Path>> OVERRIDES_FILE = Key.of(
            "tenants.overrides_file",
            OPTIONAL_PATH,
            c -> c.tenants().overridesFile(),
            "overrides.per_tenant_override_config");
    static final Key<Long> RATE_BYTES = Key.of(
            "tenants.rate_limit_bytes",
            bytes(0),
            c -> c.tenants().rateBytes(),
            "overrides.defaults.ingestion.rate_limit_bytes",
            "overrides.ingestion_rate_limit_bytes");
    static final Key<Long> BURST_BYTES = Key.of(
            "tenants.burst_size_bytes",
            bytes(0),
            c -> c.tenants().burstBytes(),
            "overrides.defaults.ingestion.burst_size_bytes",
            "overrides.ingestion_burst_size_bytes");

    static final List<Key<?>> ALL = List.of(ENABLED, MAX, FEDERATION, OVERRIDES_FILE, RATE_BYTES, BURST_BYTES);

    private TenantKeys() {}
}
