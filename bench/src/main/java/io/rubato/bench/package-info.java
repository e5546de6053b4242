/// Load, queries and freshness over the server's real interfaces, measured from outside.
@NullMarked
package io.rubato.bench;

import org.jspecify.annotations.NullMarked;
