/// The process's own figures, as Prometheus text.
@NullMarked
package io.rubato.server.internal.metrics;

import org.jspecify.annotations.NullMarked;
