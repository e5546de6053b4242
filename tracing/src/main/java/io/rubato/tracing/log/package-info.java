/// Log output of a traced process: what Logback and java.util.logging plug into.
@NullMarked
package io.rubato.tracing.log;

import org.jspecify.annotations.NullMarked;
