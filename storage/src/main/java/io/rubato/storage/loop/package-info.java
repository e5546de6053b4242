/// Threads that work for as long as the process does.
@NullMarked
package io.rubato.storage.loop;

import org.jspecify.annotations.NullMarked;
