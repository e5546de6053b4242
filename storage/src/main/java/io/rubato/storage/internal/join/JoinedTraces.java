package io.rubato.storage.internal.join;

import io.rubato.storage.internal.head.HeadSource;

/// The traces of a unit, whole, in a head that may have others, too.
///
/// @param numbers of the traces in the head, in the order of the unit
record JoinedTraces(HeadSource source, int[] numbers) {}
