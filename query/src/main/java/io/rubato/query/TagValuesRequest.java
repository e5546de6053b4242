package io.rubato.query;

import io.rubato.traceql.Field;
import io.rubato.traceql.Matcher;
import java.util.List;

/// A question for the values of one attribute or intrinsic.
///
/// @param filter only values on spans that meet all of these; empty for no filter
/// @param startNanos, endNanos as in [SearchRequest], to the precision of batches where there is no filter
/// @param limit at most so many values, the first in order; 0 for no limit
public record TagValuesRequest(Field field, List<Matcher> filter, long startNanos, long endNanos, int limit) {}
