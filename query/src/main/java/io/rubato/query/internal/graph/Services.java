package io.rubato.query.internal.graph;

import io.rubato.storage.model.Origin;
import io.rubato.storage.scan.SpanSource;
import java.util.Arrays;
import java.util.List;

/// The services of one source by the codes of origins, as one worker numbers them. Not thread-safe.
final class Services {
    private static final int UNKNOWN = -1;
    private final List<Origin> origins;
    private final Names names;
    private final int[] services;

    Services(SpanSource source, Names names) {
        this.origins = source.origins();
        this.names = names;
        this.services = new int[origins.size()];
        Arrays.fill(services, UNKNOWN);
    }

    /// The name of the service an origin is of; 0 where it has none.
    int service(int origin) {
        int service = services[origin];
        if (service == UNKNOWN) {
            service = names.number(origins.get(origin).serviceName());
            services[origin] = service;
        }
        return service;
    }
}
