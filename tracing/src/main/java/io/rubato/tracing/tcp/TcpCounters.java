package io.rubato.tracing.tcp;

import java.util.Map;

/// What has become of the requests of a client or a server since it started.
///
/// @param connections how many are open now
/// @param acknowledged requests taken
/// @param failed on a server, requests taken whose work failed afterwards; on a client 0
/// @param late on a client, answers that came after the request had been given up; on a server 0
/// @param faults everything else, by what it was; a fault that never came is missing
public record TcpCounters(long connections, long acknowledged, long failed, long late, Map<TcpFault, Long> faults) {
    public TcpCounters {
        faults = Map.copyOf(faults);
    }

    public long of(TcpFault fault) {
        return faults.getOrDefault(fault, 0L);
    }
}
