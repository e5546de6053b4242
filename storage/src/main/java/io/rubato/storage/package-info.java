/// Spans at rest: what is stored, how it is taken in and how it is handed out.
@NullMarked
package io.rubato.storage;

import org.jspecify.annotations.NullMarked;
