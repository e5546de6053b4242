package io.rubato.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A jar that the process runs with, by what Maven calls it.
///
/// @param version without a classifier
record Library(String artifact, String version) implements Comparable<Library> {
    private static final Pattern JAR = Pattern.compile(
            "(?<artifact>.+?)-(?<version>\\d[\\w.+]*(-\\d+|-[a-z]+\\d*)?)" + "(-(linux|osx|windows)-\\w+)?\\.jar");

    /// The jars of a class path, but for our own.
    static List<Library> of(String classPath) {
        return Stream.of(classPath.split(Pattern.quote(File.pathSeparator)))
                .map(entry -> Path.of(entry).getFileName())
                .map(String::valueOf)
                .flatMap(name -> named(name).stream())
                .filter(library -> !library.artifact().startsWith("rubato-"))
                .distinct()
                .sorted()
                .toList();
    }

    private static Optional<Library> named(String file) {
        Matcher jar = JAR.matcher(file);
        return jar.matches() ? Optional.of(new Library(jar.group("artifact"), jar.group("version"))) : Optional.empty();
    }

    @Override
    public int compareTo(Library other) {
        return artifact.compareTo(other.artifact);
    }
}
