package io.rubato.storage.internal.join;

import io.rubato.storage.scan.Arrivals;
import io.rubato.storage.scan.BatchStats;
import java.util.List;
import java.util.function.Supplier;

/// Traces that are joined together, as one view has them.
///
/// @param key stays the same from view to view while traces, and places of traces, are only added
/// @param version of the view
/// @param traces where each trace is, always in the same order; the list may be made when it is asked for
/// @param bounds what is known of the spans without reading them
/// @param arrivals with what they came in
record JoinUnit(Object key, long version, Supplier<List<TracePlaces>> traces, BatchStats bounds, Arrivals arrivals) {}
