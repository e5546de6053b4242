/// Jaeger: its receivers, and its query API in both versions.
@NullMarked
package io.rubato.server.internal.jaeger;

import org.jspecify.annotations.NullMarked;
