package io.rubato.server.internal.tenant;

import java.time.Duration;

/// A request that is refused for its tenant.
public final class TenantException extends RuntimeException {
    private static final int INVALID_ARGUMENT = 3;
    private static final int RESOURCE_EXHAUSTED = 8;
    private static final int UNAVAILABLE = 14;
    private static final int UNAUTHENTICATED = 16;

    private final String reason;
    private final int httpStatus;
    private final int grpcCode;
    private final Duration retryAfter;

    private TenantException(String reason, int httpStatus, int grpcCode, Duration retryAfter, String text) {
        super(text, null, false, false);
        this.reason = reason;
        this.httpStatus = httpStatus;
        this.grpcCode = grpcCode;
        this.retryAfter = retryAfter;
    }

    /// Clients match on the text.
    static TenantException missing() {
        return new TenantException("no_tenant", 401, UNAUTHENTICATED, Duration.ZERO, "no org id");
    }

    static TenantException invalid(String text) {
        return new TenantException("bad_tenant", 400, INVALID_ARGUMENT, Duration.ZERO, text);
    }

    static TenantException tooMany(String text) {
        return new TenantException("too_many_tenants", 429, RESOURCE_EXHAUSTED, Duration.ZERO, text);
    }

    static TenantException rateLimited(String text, Duration retryAfter) {
        return new TenantException("rate_limited", 429, RESOURCE_EXHAUSTED, retryAfter, text);
    }

    static TenantException unusable(String text) {
        return new TenantException("unavailable", 503, UNAVAILABLE, Duration.ofSeconds(5), text);
    }

    /// One word, for figures.
    public String reason() {
        return reason;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /// Of `google.rpc.Code`.
    public int grpcCode() {
        return grpcCode;
    }

    /// Zero when sending it again is no use.
    public Duration retryAfter() {
        return retryAfter;
    }

    /// One line for the sender.
    public String text() {
        return String.valueOf(getMessage());
    }
}
