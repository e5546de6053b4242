/// What every span is given: request ids, busy and idle time.
@NullMarked
package io.rubato.tracing.internal.span;

import org.jspecify.annotations.NullMarked;
