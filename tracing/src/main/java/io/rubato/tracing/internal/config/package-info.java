/// Reads the environment and says in one line what is wrong with it.
@NullMarked
package io.rubato.tracing.internal.config;

import org.jspecify.annotations.NullMarked;
