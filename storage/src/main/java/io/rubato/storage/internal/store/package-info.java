/// The store itself: heads, blocks and log put together, and their upkeep.
@NullMarked
package io.rubato.storage.internal.store;

import org.jspecify.annotations.NullMarked;
