/// Questions about one trace.
@NullMarked
package io.rubato.query.internal.trace;

import org.jspecify.annotations.NullMarked;
