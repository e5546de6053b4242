package io.rubato.examples.serving.frontend;

import io.rubato.examples.serving.plane.PlaneKind;
import java.nio.file.Path;
import java.util.Map;

/// How a frontend is set up.
///
/// @param port of HTTP, 0 for any
/// @param model the name that requests must ask for
/// @param directory where workers are listed
/// @param faults whether requests may ask for a failure
/// @param environment the process's
public record FrontendOptions(
        int port, String model, PlaneKind plane, Path directory, boolean faults, Map<String, String> environment) {}
