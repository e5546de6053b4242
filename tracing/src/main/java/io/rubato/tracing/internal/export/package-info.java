/// Sends spans and log records away, and counts what became of them.
@NullMarked
package io.rubato.tracing.internal.export;

import org.jspecify.annotations.NullMarked;
