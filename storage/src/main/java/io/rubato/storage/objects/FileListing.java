package io.rubato.storage.objects;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The objects below a directory. Files may come and go while it is walked.
final class FileListing extends SimpleFileVisitor<Path> {

    private final Path root;
    private final String prefix;
    private final List<ObjectInfo> found = new ArrayList<>();

    private FileListing(Path root, String prefix) {
        this.root = root;
        this.prefix = prefix;
    }

    static List<ObjectInfo> list(Path root, String prefix) throws IOException {
        // Only the folder that the prefix names can hold a match.
        Path start = root.resolve(prefix.substring(0, prefix.lastIndexOf('/') + 1));
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        FileListing listing = new FileListing(root, prefix);
        Files.walkFileTree(start, listing);
        // Over whole keys: "a-b/x" is before "a/x", which a walk directory by directory does not give.
        listing.found.sort(Comparator.comparing(ObjectInfo::key));
        return List.copyOf(listing.found);
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        return isOwn(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        String key = key(file);
        FileState state = FileState.of(attributes);
        if (state != null && !isOwn(file) && key.startsWith(prefix)) {
            found.add(state.info(key));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
        if (e instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
        if (e == null || e instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }

    private boolean isOwn(Path path) {
        return key(path).startsWith(".");
    }

    private String key(Path path) {
        return root.relativize(path).toString().replace('\\', '/');
    }
}
