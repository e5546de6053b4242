/// Zipkin: spans in its formats, and its HTTP API.
@NullMarked
package io.rubato.server.internal.zipkin;

import org.jspecify.annotations.NullMarked;
