package io.rubato.server.internal.trace;

import io.rubato.server.internal.trace.DecodedTrace.ResourceSpans;
import io.rubato.server.internal.trace.DecodedTrace.ScopeSpans;
import io.rubato.server.internal.trace.DecodedTrace.Span;
import io.rubato.storage.model.Attribute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Groups spans by resource and scope, in the order in which they first occur. Not thread-safe.
public final class SpanGroups {
    private final Map<List<Attribute>, Map<Scope, List<Span>>> resources = new LinkedHashMap<>();

    private record Scope(String name, String version) {}

    public void add(List<Attribute> resource, String scopeName, String scopeVersion, Span span) {
        resources
                .computeIfAbsent(resource, key -> new LinkedHashMap<>())
                .computeIfAbsent(new Scope(scopeName, scopeVersion), key -> new ArrayList<>())
                .add(span);
    }

    public DecodedTrace trace() {
        return new DecodedTrace(resources.entrySet().stream()
                .map(resource -> new ResourceSpans(
                        resource.getKey(),
                        resource.getValue().entrySet().stream()
                                .map(scope -> new ScopeSpans(
                                        scope.getKey().name(), scope.getKey().version(), scope.getValue()))
                                .toList()))
                .toList());
    }
}
