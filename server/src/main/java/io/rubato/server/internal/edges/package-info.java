/// Which service calls which.
@NullMarked
package io.rubato.server.internal.edges;

import org.jspecify.annotations.NullMarked;
