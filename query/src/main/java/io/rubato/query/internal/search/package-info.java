/// Search: the newest traces of which a pipeline leaves spans.
@NullMarked
package io.rubato.query.internal.search;

import org.jspecify.annotations.NullMarked;
