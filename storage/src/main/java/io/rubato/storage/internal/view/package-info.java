/// What a store holds at one moment: heads, blocks with their dead traces, and which traces lie in several blocks. A
/// view is immutable and replaced as a whole.
@NullMarked
package io.rubato.storage.internal.view;

import org.jspecify.annotations.NullMarked;
