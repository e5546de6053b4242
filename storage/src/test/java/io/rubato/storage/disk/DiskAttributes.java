package io.rubato.storage.disk;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

record DiskAttributes(DiskNode node, long length, FileTime modified) implements BasicFileAttributes {
    static DiskAttributes of(DiskNode node) {
        return new DiskAttributes(
                node, node instanceof DiskFile file ? file.size() : 0, FileTime.fromMillis(node.modifiedMillis));
    }

    @Override
    public FileTime lastModifiedTime() {
        return modified;
    }

    @Override
    public FileTime lastAccessTime() {
        return modified;
    }

    @Override
    public FileTime creationTime() {
        return modified;
    }

    @Override
    public boolean isRegularFile() {
        return node instanceof DiskFile;
    }

    @Override
    public boolean isDirectory() {
        return node instanceof DiskNode.Directory;
    }

    @Override
    public boolean isSymbolicLink() {
        return false;
    }

    @Override
    public boolean isOther() {
        return false;
    }

    @Override
    public long size() {
        return length;
    }

    @Override
    public Object fileKey() {
        return node;
    }
}
