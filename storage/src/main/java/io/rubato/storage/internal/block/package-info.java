/// Immutable files of spans: encodings, writer, reader.
@NullMarked
package io.rubato.storage.internal.block;

import org.jspecify.annotations.NullMarked;
