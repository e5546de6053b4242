/// Copies of stores.
@NullMarked
package io.rubato.storage.backup;

import org.jspecify.annotations.NullMarked;
