package io.rubato.query;

import io.rubato.traceql.Expression;
import io.rubato.traceql.Field;

/// A question for the values of one attribute or intrinsic.
///
/// @param filter only values on spans that meet this; true for no filter
/// @param startNanos, endNanos as in [SearchRequest]
/// @param limit at most so many values, the first in order; 0 for no limit
public record TagValuesRequest(Field field, Expression filter, long startNanos, long endNanos, int limit) {}
