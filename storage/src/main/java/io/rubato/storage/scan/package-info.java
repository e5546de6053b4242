/// What a query sees: sources of spans, cut into batches of whole traces, column by column.
@NullMarked
package io.rubato.storage.scan;

import org.jspecify.annotations.NullMarked;
