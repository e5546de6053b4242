/// Spans in memory, not yet in a block: decoded, interned, searchable.
@NullMarked
package io.rubato.storage.internal.head;

import org.jspecify.annotations.NullMarked;
