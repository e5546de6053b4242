/// Content codings: what bodies may be compressed with.
@org.jspecify.annotations.NullMarked
package io.rubato.server.internal.coding;
