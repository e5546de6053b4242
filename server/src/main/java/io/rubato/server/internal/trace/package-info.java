/// Whole traces taken apart: in short JSON, and compared with each other.
@NullMarked
package io.rubato.server.internal.trace;

import org.jspecify.annotations.NullMarked;
