@NullMarked
package io.rubato.traceql;

import org.jspecify.annotations.NullMarked;
