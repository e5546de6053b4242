/// Spansets: what a pipeline makes of the traces of one batch.
@NullMarked
package io.rubato.query.internal.spanset;

import org.jspecify.annotations.NullMarked;
