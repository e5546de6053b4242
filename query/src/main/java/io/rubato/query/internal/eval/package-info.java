/// Expressions over the rows of a batch: bound once to a source, evaluated column by column to sets of rows, or row by
/// row where there is no such form.
@NullMarked
package io.rubato.query.internal.eval;

import org.jspecify.annotations.NullMarked;
