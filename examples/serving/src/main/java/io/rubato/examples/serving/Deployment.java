package io.rubato.examples.serving;

import io.rubato.examples.serving.plane.PlaneKind;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/// What the processes of one deployment must agree on.
final class Deployment {
    @Option(
            names = "--directory",
            paramLabel = "DIR",
            defaultValue = "${env:RUBATO_SERVING_DIRECTORY:-.rubato/serving/workers}",
            description = "Where workers are listed (${DEFAULT-VALUE}).")
    Path directory = Path.of(".rubato/serving/workers");

    static Map<String, String> environment() {
        return System.getenv();
    }

    static PlaneKind plane() {
        return PlaneKind.of(environment());
    }
}
