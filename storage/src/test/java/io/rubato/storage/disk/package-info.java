/// A file system in memory that loses what was not synced.
@org.jspecify.annotations.NullMarked
package io.rubato.storage.disk;
