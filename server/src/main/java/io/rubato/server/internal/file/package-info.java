/// Files that are read again when they change.
@NullMarked
package io.rubato.server.internal.file;

import org.jspecify.annotations.NullMarked;
