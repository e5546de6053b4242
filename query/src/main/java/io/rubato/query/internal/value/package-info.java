/// Values of fields as expressions see them, their comparisons and their arithmetic.
@NullMarked
package io.rubato.query.internal.value;

import org.jspecify.annotations.NullMarked;
