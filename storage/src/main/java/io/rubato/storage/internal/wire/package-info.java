/// Bytes on the wire: protobuf reading and writing without generated classes, hashing.
@NullMarked
package io.rubato.storage.internal.wire;

import org.jspecify.annotations.NullMarked;
