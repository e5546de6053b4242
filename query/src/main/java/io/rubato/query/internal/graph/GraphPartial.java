package io.rubato.query.internal.graph;

import io.rubato.query.internal.scan.Partial;
import java.util.HashMap;
import java.util.Map;

/// Part of a graph.
///
/// @param services what enters each service
/// @param spans how many were looked at
record GraphPartial(Map<String, Red> services, Map<EdgeKey, Red> edges, long spans) implements Partial<GraphPartial> {
    @Override
    public GraphPartial merge(GraphPartial other) {
        return new GraphPartial(merged(services, other.services), merged(edges, other.edges), spans + other.spans);
    }

    static <K> Map<K, Red> merged(Map<K, Red> a, Map<K, Red> b) {
        Map<K, Red> sum = new HashMap<>(a);
        b.forEach((key, red) -> sum.merge(key, red, Red::sum));
        return sum;
    }
}
