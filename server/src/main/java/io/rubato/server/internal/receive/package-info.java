/// OTLP receivers over gRPC and HTTP.
@NullMarked
package io.rubato.server.internal.receive;

import org.jspecify.annotations.NullMarked;
