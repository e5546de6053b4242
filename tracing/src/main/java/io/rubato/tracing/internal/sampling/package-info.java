/// Decides by rule and trace id which traces are kept.
@NullMarked
package io.rubato.tracing.internal.sampling;

import org.jspecify.annotations.NullMarked;
