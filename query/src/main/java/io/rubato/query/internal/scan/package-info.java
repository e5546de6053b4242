/// Visiting batches: partial results and the order they are worked out in.
@NullMarked
package io.rubato.query.internal.scan;

import org.jspecify.annotations.NullMarked;
