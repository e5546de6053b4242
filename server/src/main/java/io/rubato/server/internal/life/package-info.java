/// Whether the process is starting, serving or stopping.
@NullMarked
package io.rubato.server.internal.life;

import org.jspecify.annotations.NullMarked;
