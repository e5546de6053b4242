package io.rubato.examples.serving.frontend;

import io.rubato.examples.serving.plane.PlaneException;

/// What a client is told when the workers fail.
final class ApiErrors {
    private ApiErrors() {}

    static ApiException of(PlaneException failure) {
        int status = switch (failure.kind()) {
            case "queue_full", "busy", "no_worker", "worker_unreachable", "stopping" -> 503;
            case "worker_lost" -> 502;
            case "worker_silent" -> 504;
            default -> 500;
        };
        return new ApiException(status, "server_error", null, failure.kind(), String.valueOf(failure.getMessage()));
    }
}
