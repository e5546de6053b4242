/// Filters, formats and writes log records.
@NullMarked
package io.rubato.tracing.internal.log;

import org.jspecify.annotations.NullMarked;
