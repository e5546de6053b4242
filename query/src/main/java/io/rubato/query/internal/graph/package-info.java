/// The graph of services, and what their spans are like: calls found in whole traces, counted in tables that merge.
@NullMarked
package io.rubato.query.internal.graph;

import org.jspecify.annotations.NullMarked;
