package io.rubato.server.internal.tenant;

import io.rubato.server.internal.metrics.PrometheusText;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreStatus;
import java.util.Set;

/// The stores of the process, by what a request says of its tenant. Safe for concurrent use.
public interface Stores extends AutoCloseable {
    /// What a request is about that names no tenant.
    String NO_TENANT = "";

    /// Where the spans of a request go. A tenant's store comes to be with its first spans.
    ///
    /// @param tenant as the request names it, empty when it does not
    /// @throws TenantException when it may not
    SpanStore taking(String tenant);

    /// Whether [#taking] has a store to open first, which reads and writes files.
    ///
    /// @throws TenantException when the name cannot be one
    boolean mustOpen(String tenant);

    /// What a request may read. Nothing comes to be.
    ///
    /// @param tenants as the request names them, empty when it does not
    /// @throws TenantException when it may not
    StoredSpans reading(String tenants);

    /// The tenants that have a store, each as a request names it; [#NO_TENANT] alone where there are none.
    Set<String> names();

    /// Whether requests must name tenants.
    boolean hasTenants();

    /// Of all stores together.
    StoreStatus status();

    /// Writes figures of each tenant.
    void figures(PrometheusText text);

    @Override
    void close();
}
