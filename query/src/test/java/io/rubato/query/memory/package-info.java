/// Spans as plain records and a store of them in memory, for tests.
@NullMarked
package io.rubato.query.memory;

import org.jspecify.annotations.NullMarked;
