/// What heads and blocks have in common: which columns there are, and how rows of either are written as
/// OTLP.
@NullMarked
package io.rubato.storage.internal.columns;

import org.jspecify.annotations.NullMarked;
