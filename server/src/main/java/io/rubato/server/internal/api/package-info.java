/// The query API on port 3200: Tempo's HTTP API, probes and our own status.
@NullMarked
package io.rubato.server.internal.api;

import org.jspecify.annotations.NullMarked;
