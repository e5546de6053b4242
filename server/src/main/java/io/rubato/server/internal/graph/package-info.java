/// The graph of services and their operations over HTTP.
@NullMarked
package io.rubato.server.internal.graph;

import org.jspecify.annotations.NullMarked;
