package io.rubato.query;

import java.util.List;

/// The graph of services and the series of their spans, counted together.
public record SpanActivity(ServiceGraph graph, List<SpanSeries> series) {}
