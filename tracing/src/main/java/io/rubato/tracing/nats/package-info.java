/// Traces NATS with the jnats client: publishing, request and reply, and JetStream.
@NullMarked
package io.rubato.tracing.nats;

import org.jspecify.annotations.NullMarked;
