/// Where blocks and the manifest live: immutable objects by key, on a local disk or in an object store.
@NullMarked
package io.rubato.storage.objects;

import org.jspecify.annotations.NullMarked;
