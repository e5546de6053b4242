/// The write-ahead log: requests as received, on disk before they are acknowledged, replayed at start.
/// The format is written down in docs/wal-format.md.
@NullMarked
package io.rubato.storage.internal.wal;

import org.jspecify.annotations.NullMarked;
