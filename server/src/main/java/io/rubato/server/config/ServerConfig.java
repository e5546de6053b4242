package io.rubato.server.config;

/// The configuration in force. Every key of the file is one component of this tree; docs/configuration.md lists them.
///
/// @param server where the API listens, and logs
/// @param receivers where spans come in
/// @param limits what a request may be, and how much may be under way
/// @param storage where data is
/// @param head when the head is sealed into a block
/// @param compaction how blocks are merged
/// @param retention when blocks are deleted
/// @param query bounds of queries
/// @param rules recording and alerting rules
/// @param spanMetrics running counters of spans
/// @param security who may use the server, and how the ports are encrypted
/// @param tenants whether requests must name a tenant, and what each may do
public record ServerConfig(
        ServerSettings server,
        ReceiverSettings receivers,
        LimitSettings limits,
        StorageSettings storage,
        HeadSettings head,
        CompactionSettings compaction,
        RetentionSettings retention,
        QuerySettings query,
        RuleSettings rules,
        SpanMetricsSettings spanMetrics,
        SecuritySettings security,
        TenantSettings tenants) {

    /// What holds without a file.
    public static final ServerConfig DEFAULT = new ServerConfig(
            ServerSettings.DEFAULT,
            ReceiverSettings.DEFAULT,
            LimitSettings.DEFAULT,
            StorageSettings.DEFAULT,
            HeadSettings.DEFAULT,
            CompactionSettings.DEFAULT,
            RetentionSettings.DEFAULT,
            QuerySettings.DEFAULT,
            RuleSettings.DEFAULT,
            SpanMetricsSettings.DEFAULT,
            SecuritySettings.DEFAULT,
            TenantSettings.DEFAULT);

    /// The same with other bounds of queries.
    public ServerConfig withQuery(QuerySettings other) {
        return with(other, rules, spanMetrics, security, tenants);
    }

    /// The same with other rules.
    public ServerConfig withRules(RuleSettings others) {
        return with(query, others, spanMetrics, security, tenants);
    }

    /// The same with other running counters.
    public ServerConfig withSpanMetrics(SpanMetricsSettings other) {
        return with(query, rules, other, security, tenants);
    }

    /// The same, otherwise secured.
    public ServerConfig withSecurity(SecuritySettings other) {
        return with(query, rules, spanMetrics, other, tenants);
    }

    /// The same with other tenants.
    public ServerConfig withTenants(TenantSettings others) {
        return with(query, rules, spanMetrics, security, others);
    }

    private ServerConfig with(
            QuerySettings ofQuery,
            RuleSettings ofRules,
            SpanMetricsSettings ofSpans,
            SecuritySettings ofSecurity,
            TenantSettings ofTenants) {
        return new ServerConfig(
                server,
                receivers,
                limits,
                storage,
                head,
                compaction,
                retention,
                ofQuery,
                ofRules,
                ofSpans,
                ofSecurity,
                ofTenants);
    }
}
