package io.rubato.server.internal.tenant;

import com.linecorp.armeria.common.HttpRequest;

/// Where a request names its tenant, as in Grafana's systems.
public final class TenantHeader {
    public static final String NAME = "x-scope-orgid";

    private TenantHeader() {}

    /// Empty when there is none.
    public static String of(HttpRequest request) {
        return request.headers().get(NAME, "");
    }
}
