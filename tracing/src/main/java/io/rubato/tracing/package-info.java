/// Distributed tracing for a service: one call starts it, the OpenTelemetry API is how spans are made.
@NullMarked
package io.rubato.tracing;

import org.jspecify.annotations.NullMarked;
