/// Looks at blocks from outside a running store: what they hold, whether they are whole, their spans.
@NullMarked
package io.rubato.storage.inspect;

import org.jspecify.annotations.NullMarked;
