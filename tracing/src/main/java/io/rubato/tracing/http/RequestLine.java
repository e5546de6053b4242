package io.rubato.tracing.http;

import org.jspecify.annotations.Nullable;

/// What a server knows of a request before it handles it.
///
/// @param uri the target as it was sent
/// @param path its path
/// @param query its query without the question mark
/// @param protocol such as `HTTP/1.1`
/// @param route the pattern that the path matched
record RequestLine(
        String method,
        String uri,
        String path,
        @Nullable String query,
        String scheme,
        String protocol,
        @Nullable String route,
        @Nullable String userAgent,
        Peer local,
        Peer peer) {}
