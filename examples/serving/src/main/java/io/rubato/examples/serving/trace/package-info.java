/// What the processes do alike on their spans.
@NullMarked
package io.rubato.examples.serving.trace;

import org.jspecify.annotations.NullMarked;
