package io.rubato.server.internal.zipkin;

import io.rubato.server.internal.api.TagConditions;
import io.rubato.traceql.AttributeRef;
import io.rubato.traceql.Expression;
import io.rubato.traceql.Field;
import io.rubato.traceql.Scope;
import io.rubato.traceql.SpanKind;
import java.util.List;

/// Where the names of remote services are, as [PeerAttributes] reads them.
final class RemoteServices {
    static final Field PEER = new AttributeRef(Scope.SPAN, Names.PEER_SERVICE);

    /// Of spans that call, where these have no `peer.service`.
    static final List<Field> OF_CALLS = PeerAttributes.NAMES.stream()
            .<Field>map(name -> new AttributeRef(Scope.SPAN, name))
            .toList();

    private RemoteServices() {}

    static Expression named(String service) {
        Expression called = OF_CALLS.stream()
                .map(field -> TagConditions.equalIgnoringCase(field, service))
                .reduce(TagConditions::or)
                .orElseThrow();
        return TagConditions.or(
                TagConditions.equalIgnoringCase(PEER, service), TagConditions.all(List.of(calls(), called)));
    }

    /// Spans whose remote service is not named by `peer.service`.
    static Expression calls() {
        return TagConditions.or(TagConditions.kind(SpanKind.CLIENT), TagConditions.kind(SpanKind.PRODUCER));
    }
}
