package io.rubato.generator.internal;

/// A route that a service serves, as its callers need to know it.
record Endpoint(Operation server, String method, String path) {}
