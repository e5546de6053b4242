package io.rubato.server.config;

import java.util.List;

/// The labels of series of calls.
///
/// @param dimensions keys of attributes of the resource, else of the span, that become labels. Default none
/// @param clientServerPrefix whether the caller's are labels `client_...` and the called one's `server_...`; else there
///     is one label, the called one's where it has the attribute. Default off
/// @param virtualNodeLabel whether label `virtual_node` says which side of a call sends no spans. Default off
/// @param peerAttributes what names the called one where it sends no spans: the first that a span has. Default Tempo's
public record GraphSeriesSettings(
        List<String> dimensions, boolean clientServerPrefix, boolean virtualNodeLabel, List<String> peerAttributes) {

    /// What holds without a file.
    public static final GraphSeriesSettings DEFAULT = new GraphSeriesSettings(
            List.of(), false, false, List.of("peer.service", "db.name", "db.system", "db.system.name"));
}
