/// Traces that lie in several heads and blocks, made whole for readers: a few thousand spans at a time, when a query
/// needs them, in bounded memory.
@NullMarked
package io.rubato.storage.internal.join;

import org.jspecify.annotations.NullMarked;
