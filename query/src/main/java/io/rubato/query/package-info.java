/// Questions to a [io.rubato.storage.Snapshot] and their answers: search, attribute names and attribute values.
@NullMarked
package io.rubato.query;

import org.jspecify.annotations.NullMarked;
