package io.rubato.examples.serving.worker;

import io.rubato.examples.serving.plane.PlaneKind;
import java.nio.file.Path;
import java.util.Map;

/// How a worker is set up.
///
/// @param directory where workers are listed
/// @param port of the request plane, 0 for any
/// @param slots how many requests its engine works on at once
/// @param queue how many wait at most
/// @param cacheBytes of all key-value caches that wait to be fetched
/// @param environment the process's
public record WorkerOptions(
        Role role,
        PlaneKind plane,
        Path directory,
        int port,
        int slots,
        int queue,
        long cacheBytes,
        Map<String, String> environment) {}
