/// What the log and the object store of a directory both need of the file system.
@NullMarked
package io.rubato.storage.internal.files;

import org.jspecify.annotations.NullMarked;
