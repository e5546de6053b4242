package io.rubato.server.internal.tenant;

import io.rubato.server.config.ServerConfig;
import io.rubato.server.config.TenantSettings;
import io.rubato.server.internal.life.StoreSettings;
import io.rubato.server.internal.metrics.Labels;
import io.rubato.server.internal.metrics.PrometheusText;
import io.rubato.storage.IngestLimits;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreGroup;
import io.rubato.storage.StoreOptions;
import io.rubato.storage.StoreStatus;
import io.rubato.storage.loop.Loop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A store for each tenant: nothing of one can be found through another's. They share memory and nothing else.
public final class TenantStores implements Stores {
    private static final Logger log = LoggerFactory.getLogger(TenantStores.class);

    /// A log file is set aside for each, however little it sends.
    private static final long MOST_SEGMENT_BYTES = 8 << 20;

    private static final Duration LOOK = Duration.ofSeconds(5);

    private final ServerConfig config;
    private final TenantSettings settings;
    private final TenantPaths paths;
    private final StoreGroup group;
    private final Overrides overrides;
    private final Map<String, Tenant> tenants = new ConcurrentSkipListMap<>();
    private final Set<String> unusable = new ConcurrentSkipListSet<>();
    private final Map<String, TenantLimits> inForce = new ConcurrentHashMap<>();
    private final Loop upkeep = Loop.every(LOOK, "tenants", this::applyOverrides);
    private boolean closed;

    private TenantStores(ServerConfig config, Overrides overrides) {
        this.config = config;
        this.settings = config.tenants();
        this.paths = TenantPaths.of(config.storage());
        this.group = StoreGroup.of(StoreSettings.of(config).memory());
        this.overrides = overrides;
    }

    /// Opens the stores of all tenants that have one. One that cannot be opened is unusable, the others are not.
    ///
    /// @throws IOException when none can be opened, with what is wrong with the first
    public static TenantStores open(ServerConfig config, Overrides overrides) throws IOException {
        TenantStores stores = new TenantStores(config, overrides);
        IOException first = null;
        for (String name : stores.paths.stored()) {
            try {
                stores.tenants.put(name, stores.opened(name));
            } catch (IOException e) {
                log.error("{}: its spans are out of reach", e.getMessage());
                stores.unusable.add(name);
                first = first == null ? e : first;
            }
        }
        if (first != null && stores.tenants.isEmpty()) {
            stores.close();
            throw first;
        }
        stores.upkeep.start();
        return stores;
    }

    private Tenant opened(String name) throws IOException {
        StoreOptions usual = StoreSettings.of(config);
        TenantLimits limits = overrides.of(name);
        StoreOptions options = new StoreOptions(
                paths.wal(name),
                paths.blocks(name),
                new StoreOptions.Wal(usual.wal().fsync(), Math.min(usual.wal().segmentBytes(), MOST_SEGMENT_BYTES)),
                usual.cut(),
                ingestLimits(limits),
                usual.memory(),
                StoreSettings.retention(config, limits.retention()),
                usual.merge(),
                usual.move(),
                usual.filters(),
                usual.clock());
        try {
            SpanStore store = group.open(options);
            Tenant tenant = new Tenant(name, store, paths.blocks(name), () -> overrides.of(name));
            inForce.put(name, limits);
            return tenant;
        } catch (IOException | RuntimeException e) {
            throw new IOException("tenant '" + name + "': " + e.getMessage(), e);
        }
    }

    private void applyOverrides() throws InterruptedException {
        for (Tenant tenant : tenants.values()) {
            upkeep.part("setting the limits of tenant " + tenant.name(), () -> bound(tenant));
        }
    }

    private void bound(Tenant tenant) {
        TenantLimits limits = tenant.limits();
        TenantLimits before = inForce.put(tenant.name(), limits);
        if (!limits.equals(before)) {
            tenant.bound(ingestLimits(limits), StoreSettings.retention(config, limits.retention()));
        }
    }

    private IngestLimits ingestLimits(TenantLimits limits) {
        return StoreSettings.limits(config.limits(), limits.maxAttributeBytes());
    }

    @Override
    public SpanStore taking(String header) {
        String name = usable(TenantNames.one(header));
        Tenant known = tenants.get(name);
        return known == null ? create(name) : known;
    }

    @Override
    public boolean mustOpen(String header) {
        return !tenants.containsKey(TenantNames.one(header));
    }

    private String usable(String name) {
        if (unusable.contains(name)) {
            throw TenantException.unusable("the store of tenant '" + name + "' could not be opened, see the log");
        }
        return name;
    }

    private synchronized Tenant create(String name) {
        Tenant known = tenants.get(name);
        if (known != null) {
            return known;
        }
        if (closed) {
            throw TenantException.unusable("stopping");
        }
        if (tenants.size() >= settings.max()) {
            throw TenantException.tooMany("tenant '" + name + "' is new, and there are " + tenants.size()
                    + " already (expected: at most tenants.max, " + settings.max() + ")");
        }
        try {
            Tenant made = opened(name);
            tenants.put(name, made);
            log.atInfo().addKeyValue("tenant", name).log("a new tenant");
            return made;
        } catch (IOException e) {
            log.error("cannot open a store", e);
            throw TenantException.unusable("the store of tenant '" + name + "' cannot be opened, see the log");
        }
    }

    @Override
    public StoredSpans reading(String header) {
        List<String> names = TenantNames.several(header);
        if (names.size() > 1 && !settings.federation()) {
            throw TenantException.invalid("multi-tenant query unsupported");
        }
        List<Tenant> found = names.stream()
                .map(this::usable)
                .map(tenants::get)
                .filter(Objects::nonNull)
                .toList();
        Optional<TenantLimits> limits = names.stream().map(overrides::of).reduce(TenantLimits::and);
        return new ReadableTenants(group, found, limits.orElseThrow());
    }

    @Override
    public Set<String> names() {
        return Set.copyOf(tenants.keySet());
    }

    @Override
    public boolean hasTenants() {
        return true;
    }

    @Override
    public StoreStatus status() {
        return Statuses.sum(tenants.values().stream().map(Tenant::status).toList())
                .with(new StoreStatus.Health(List.of(), 0, List.of(upkeep.status())));
    }

    @Override
    public void figures(PrometheusText text) {
        text.single("rubato_tenants", "gauge", "Tenants that have a store.", tenants.size());
        Map<String, StoreStatus> statuses = new ConcurrentSkipListMap<>();
        tenants.forEach((name, tenant) -> statuses.put(name, tenant.status()));
        perTenant(text, statuses, "rubato_tenant_spans", "gauge", "Spans stored.", StoreStatus::spans);
        perTenant(text, statuses, "rubato_tenant_block_bytes", "gauge", "Bytes of blocks.", StoreStatus::blockBytes);
        perTenant(
                text,
                statuses,
                "rubato_tenant_spans_received_total",
                "counter",
                "Spans taken in.",
                StoreStatus::spansReceived);
        perTenant(
                text,
                statuses,
                "rubato_tenant_bytes_received_total",
                "counter",
                "Bytes taken in.",
                StoreStatus::bytesReceived);
    }

    private static void perTenant(
            PrometheusText text,
            Map<String, StoreStatus> statuses,
            String name,
            String type,
            String help,
            ToLongFunction<StoreStatus> value) {
        text.family(name, type, help);
        statuses.forEach((tenant, status) -> text.sample(name, Labels.of("tenant", tenant), value.applyAsLong(status)));
    }

    @Override
    public void close() {
        List<Tenant> open;
        synchronized (this) {
            closed = true;
            open = new ArrayList<>(tenants.values());
        }
        upkeep.cancel();
        open.forEach(Tenant::close);
    }
}
