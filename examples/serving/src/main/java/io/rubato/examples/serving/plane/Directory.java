package io.rubato.examples.serving.plane;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which workers there are: a folder with a file for each, for one machine does not need a registry. A worker whose
/// process is gone is not listed, whether it took its file away or not. Safe for concurrent use, also by processes.
public final class Directory {
    private static final Logger log = LoggerFactory.getLogger(Directory.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    /// @throws IOException if there is no such folder and none can be made
    public Directory(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /// Lists a worker.
    public void add(Instance instance) throws IOException {
        Path whole = file(instance);
        Path part = whole.resolveSibling(whole.getFileName() + ".part");
        Files.write(part, JSON.writeValueAsBytes(instance));
        Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Lists a worker no longer.
    public void remove(Instance instance) throws IOException {
        Files.deleteIfExists(file(instance));
    }

    private Path file(Instance instance) {
        return folder.resolve(instance.component() + "-" + instance.id() + ".json");
    }

    /// The living workers of a component, in the order of their ids.
    ///
    /// @throws IOException if the folder cannot be read
    public List<Instance> list(String component) throws IOException {
        List<Instance> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith(component + "-") && name.endsWith(".json")) {
                    addLiving(file, found);
                }
            }
        }
        return found;
    }

    private static void addLiving(Path file, List<Instance> found) {
        try {
            Instance instance = JSON.readValue(Files.readAllBytes(file), Instance.class);
            if (ProcessHandle.of(instance.pid()).isPresent()) {
                found.add(instance);
            }
        } catch (NoSuchFileException gone) {
            log.debug("{}: the worker has just stopped", file);
        } catch (IOException e) {
            log.warn("{}: this is not a worker's file: {}", file, e.getMessage());
        }
    }
}
