package io.rubato.storage.objects;

/// What a store knows of an object.
///
/// @param key the key
/// @param size bytes
/// @param version opaque; see [ObjectStore]
/// @param modifiedMillis when it was stored, milliseconds since 1970 by the clock of the store's side
public record ObjectInfo(String key, long size, String version, long modifiedMillis) {}
