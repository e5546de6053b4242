package io.rubato.storage.disk;

import java.util.EnumSet;
import java.util.Set;

/// What a program asks of a disk.
public enum Call {
    /// Opens a file that is there.
    OPEN,
    /// Makes a file or a directory.
    CREATE,
    READ,
    WRITE,
    /// Changes the length of a file.
    RESIZE,
    /// Syncs a file.
    FORCE,
    /// Renames.
    MOVE,
    DELETE,
    /// Syncs a directory.
    FORCE_DIRECTORY,
    /// Lists a directory or asks for attributes.
    LOOK;

    /// All that change something or make it durable.
    public static final Set<Call> CHANGES = EnumSet.complementOf(EnumSet.of(OPEN, READ, LOOK));
}
