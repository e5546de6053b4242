/// The manifest: which blocks exist. It is one object, replaced atomically, so that a block, the end of the log
/// before it and the blocks it was merged from come and go in one step.
@NullMarked
package io.rubato.storage.internal.manifest;

import org.jspecify.annotations.NullMarked;
