/// A simple, slow evaluation that the engine is compared with.
@NullMarked
package io.rubato.query.oracle;

import org.jspecify.annotations.NullMarked;
