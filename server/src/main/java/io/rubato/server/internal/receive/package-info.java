/// Receivers: OTLP over gRPC and HTTP, and what becomes OTLP first.
@NullMarked
package io.rubato.server.internal.receive;

import org.jspecify.annotations.NullMarked;
